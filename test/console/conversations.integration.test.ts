import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mirrorSchema, stateSchema } from "../../local/console/api.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { type ConsoleBench, startConsoleBench } from "./console-bench.ts";

vi.setConfig(PATIENT);

let bench: ConsoleBench;
beforeEach(async () => {
  bench = await startConsoleBench();
});
afterEach(() => bench.stop());

const ANA = { phone: "51900000101", userId: "PE.13491208655302741918" };

describe("a conversation in the console", () => {
  it("goes the real way: a signed webhook, the queue, CartaAI, and both sides agree", async () => {
    const ana = await bench.customer(ANA);
    const { statuses, messageId, curl } = await bench.send(ana, { kind: "text", text: "Hola, una pizza" });
    expect(statuses).toEqual([200]);
    expect(curl).toMatch(/^ {2}curl -si .*X-Hub-Signature-256: sha256=/s);
    await eventually(async () => {
      expect((await bench.now(ana)).agreement).toMatchObject({ state: "agrees", missing: 0 });
      expect((await bench.timeline(messageId)).state).toBe("settled");
    });
    const mirror = await bench.read(mirrorSchema, `/console/customers/${ana.id}/cartaai`);
    expect(mirror.transcript).toMatchObject([{ role: "user", content: "Hola, una pizza" }]);
    expect(mirror.conversations).toMatchObject([{ userId: "+51900000101", isActive: true }]);
    expect(await bench.messages(ana)).toMatchObject([
      {
        id: messageId,
        from: "customer",
        content: { kind: "text", text: "Hola, una pizza" },
        ticks: "delivered",
      },
    ]);
  });

  it("shows every step of a message, from the bytes to the end, with durations and the whole record", async () => {
    const ana = await bench.customer(ANA);
    const { messageId } = await bench.send(ana, { kind: "text", text: "Paso a paso" });
    const timeline = await eventually(async () => {
      const found = await bench.timeline(messageId);
      expect(found.settledAt).toBeDefined();
      expect(found.steps.map(({ kind }) => kind)).toContain("log");
      return found;
    });
    const kinds = timeline.steps.filter(({ kind }) => kind !== "log").map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(
      new Set(["received", "parsed", "sync-event", "attempt", "call", "settled"]),
    );
    expect(kinds[0]).toBe("received");
    expect(kinds.at(-1)).toBe("settled");
    const [received] = timeline.steps;
    expect(received).toMatchObject({
      status: 200,
      outcome: "ok",
      record: { body: expect.stringContaining("Paso") },
    });
    expect(received?.durationMs).toBeGreaterThanOrEqual(0);
    const calls = timeline.steps.filter(({ kind }) => kind === "call");
    expect(calls.map(({ title }) => title)).toEqual([
      // Known by number and by user id: CartaAI is asked for both.
      ...["findConversation", "findConversation"],
      ...["openConversation", "addMessage"],
    ]);
    expect(calls.map(({ status }) => status)).toEqual([404, 404, 201, 200]);
    // That there is none yet is an ordinary answer.
    expect(calls.map(({ outcome }) => outcome)).toEqual(["ok", "ok", "ok", "ok"]);
  });

  it("marks a call that CartaAI refuses as failed, also by a 404 that is a fault", async () => {
    const ana = await bench.customer(ANA);
    await bench.break({ service: "cartaai", fault: "refuse", status: 404, times: 1 });
    await bench.break({
      service: "cartaai",
      fault: "refuse",
      operation: "addMessage",
      status: 503,
      times: 1,
    });
    const { messageId } = await bench.send(ana, { kind: "text", text: "Hola" });
    const calls = await eventually(async () => {
      const { settledAt, steps } = await bench.timeline(messageId);
      expect(settledAt).toBeDefined();
      return steps.filter(({ kind }) => kind === "call");
    });
    const failed = calls.filter(({ outcome }) => outcome === "failed").map(({ status }) => status);
    expect(failed.sort()).toEqual([404, 503]);
  });

  it("says what differs while CartaAI is down, and that it agrees again afterwards", async () => {
    const ana = await bench.customer(ANA);
    await bench.break({ service: "cartaai", fault: "down" });
    const { messageId } = await bench.send(ana, { kind: "text", text: "¿Hay alguien?" });
    await eventually(async () => {
      expect((await bench.now(ana)).agreement).toMatchObject({ state: "waiting", missing: 1 });
      expect((await bench.timeline(messageId)).state).toBe("retrying");
    });
    const { queues } = await bench.read(stateSchema, "/console/state");
    const sync = queues.queues.find(({ name }) => name === "sync");
    expect(sync).toMatchObject({ inFlight: 1, blocked: [{ customerId: ana.id, attempts: 1 }] });
    expect((await bench.request("DELETE", "/console/faults")).status).toBe(200);
    await eventually(async () => {
      expect((await bench.now(ana)).agreement).toMatchObject({ state: "agrees", differences: [] });
      // CartaAI has it before its queue message is gone.
      const attempts = (await bench.timeline(messageId)).steps.filter(({ kind }) => kind === "attempt");
      expect(attempts.length).toBeGreaterThanOrEqual(2);
      expect(attempts.map(({ outcome }) => outcome)).toEqual([
        ...attempts.slice(1).map(() => "failed"),
        "ok",
      ]);
    });
  });

  it("counts what CartaAI wrote beyond the 20 messages that it shows", async () => {
    const ana = await bench.customer(ANA);
    for (let index = 1; index <= 23; index += 1) {
      await bench.send(ana, { kind: "text", text: `Mensaje ${index}` });
    }
    await eventually(async () => expect((await bench.now(ana)).agreement.state).toBe("agrees"));
    const { transcript } = await bench.read(mirrorSchema, `/console/customers/${ana.id}/cartaai`);
    expect(transcript.map(({ content }) => content)).toEqual(
      Array.from({ length: 23 }, (_, index) => `Mensaje ${index + 1}`),
    );
  });

  it("knows a customer through changes of number and user id, and by user id alone", async () => {
    const ana = await bench.customer(ANA);
    await bench.send(ana, { kind: "text", text: "one" });
    await bench.send(ana, { kind: "number-change", phone: "51900000102" });
    expect((await bench.now(ana)).identity).toEqual({ phone: "51900000102" });
    await bench.send(ana, { kind: "identity", identity: { ...ANA, phone: "51900000102" } });
    await bench.send(ana, { kind: "user-id-change", userId: "PE.2", phone: "51900000102" });
    await bench.send(ana, { kind: "identity", identity: { userId: "PE.2" } });
    await bench.send(ana, { kind: "text", text: "two" });
    await eventually(async () => {
      const { agreement } = await bench.now(ana);
      expect(agreement).toMatchObject({ state: "agrees", differences: [] });
    });
    const { customers } = await bench.read(stateSchema, "/console/state");
    expect(customers).toHaveLength(1);
    expect((await bench.messages(ana)).map(({ from }) => from)).toEqual(["customer", "whatsapp", "customer"]);
  });

  it("sends everything that WhatsApp knows, and shows it as what it is", async () => {
    const ana = await bench.customer(ANA);
    const { messageId: about = "" } = await bench.send(ana, { kind: "text", text: "Hola" });
    const deeds: Parameters<ConsoleBench["send"]>[1][] = [
      { kind: "button", id: "menu", title: "Ver la carta", quoted: about },
      { kind: "list", id: "prod001", title: "Tequeños" },
      { kind: "audio" },
      { kind: "image", caption: "Esta" },
      { kind: "location", latitude: -12.12, longitude: -77.03 },
      { kind: "order", items: [{ productId: "prod001", quantity: 2, price: 10, currency: "PEN" }] },
      { kind: "reaction", about, emoji: "👍" },
      { kind: "edit", about, text: "Buenas" },
      { kind: "revoke", about },
      { kind: "staff", text: "Le atiendo yo" },
    ];
    for (const deed of deeds) expect((await bench.send(ana, deed)).statuses).toEqual([200]);
    await eventually(async () => expect((await bench.now(ana)).agreement.state).toBe("agrees"));
    const messages = await bench.messages(ana);
    expect(messages.map(({ content }) => content.kind)).toEqual([
      ...["text", "choice", "choice", "audio", "image", "location"],
      ...["order", "reaction", "edit", "revoke", "text"],
    ]);
    expect(messages[1]).toMatchObject({ quoted: about });
    expect(messages.at(-1)?.from).toBe("staff");
    for (const { content } of messages) {
      if (content.kind !== "audio" && content.kind !== "image") continue;
      const file = await bench.request("GET", content.url ?? "");
      expect(file.headers.get("content-type")).toBe(content.mimeType);
      expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(500);
    }
  });
});
