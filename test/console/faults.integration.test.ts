import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FAULT_CHOICES, faultsSchema, mirrorSchema, newFaultSchema } from "../../local/console/api.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { type ConsoleBench, startConsoleBench } from "./console-bench.ts";

vi.setConfig(PATIENT);

let bench: ConsoleBench;
beforeEach(async () => {
  bench = await startConsoleBench();
});
afterEach(() => bench.stop());

const ANA = { phone: "51900000101" };

describe("faults in the console", () => {
  it("can all be switched on and off as they are offered", async () => {
    for (const { fault } of FAULT_CHOICES) await bench.break(newFaultSchema.parse(fault));
    const { faults } = await bench.read(faultsSchema, "/console/faults");
    expect(faults).toHaveLength(FAULT_CHOICES.length);
    const [first] = faults;
    const off = await bench.request("DELETE", `/console/faults/${first?.service}/${first?.id}`);
    expect(faultsSchema.parse(await off.json()).faults).toEqual(faults.slice(1));
    expect((await bench.request("DELETE", `/console/faults/${first?.service}/${first?.id}`)).status).toBe(
      404,
    );
    const all = await bench.request("DELETE", "/console/faults");
    expect(faultsSchema.parse(await all.json()).faults).toEqual([]);
  });

  it("strike as often as they are told, and show how often they did", async () => {
    await bench.break({ service: "cartaai", fault: "refuse", status: 500, times: 2 });
    const ana = await bench.customer(ANA);
    await bench.send(ana, { kind: "text", text: "Hola" });
    const struck = () => bench.read(faultsSchema, "/console/faults");
    await eventually(async () =>
      expect((await struck()).faults).toMatchObject([{ service: "cartaai", times: 2, struck: 1 }]),
    );
    await eventually(async () => {
      expect((await struck()).faults).toEqual([]);
      expect((await bench.now(ana)).agreement.state).toBe("agrees");
    });
  });

  it.each(["duplicate", "simultaneousDuplicate"] as const)(
    "of Meta's, %s: two webhooks, one message",
    async (fault) => {
      await bench.break({ service: "meta", fault, times: 1 });
      const ana = await bench.customer(ANA);
      const { statuses, messageId } = await bench.send(ana, { kind: "text", text: "Una vez" });
      expect(statuses).toEqual([200, 200]);
      await eventually(async () => expect((await bench.now(ana)).agreement.state).toBe("agrees"));
      const { steps, correlationIds } = await bench.timeline(messageId);
      expect(steps.filter(({ kind }) => kind === "received")).toHaveLength(2);
      expect(correlationIds).toHaveLength(2);
      expect(await bench.messages(ana)).toHaveLength(1);
      expect((await bench.send(ana, { kind: "text", text: "Otra" })).statuses).toEqual([200]);
    },
  );

  it("of Meta's: two messages change places", async () => {
    await bench.break({ service: "meta", fault: "reorder", times: 1 });
    const ana = await bench.customer(ANA);
    expect(await bench.send(ana, { kind: "text", text: "first" })).toMatchObject({
      held: true,
      statuses: [],
    });
    expect(await bench.send(ana, { kind: "text", text: "second" })).toMatchObject({ held: false });
    await eventually(async () => {
      const { transcript } = await bench.read(mirrorSchema, `/console/customers/${ana.id}/cartaai`);
      expect(transcript.map(({ content }) => content)).toEqual(["second", "first"]);
    });
  });

  it("of Meta's: messages of several customers come in one webhook", async () => {
    await bench.break({ service: "meta", fault: "batch", times: 3, ms: 100 });
    const ana = await bench.customer(ANA);
    const ben = await bench.customer({ userId: "US.90871236450918273645" }, "Ben");
    const ids = [
      await bench.send(ana, { kind: "text", text: "one" }),
      await bench.send(ben, { kind: "text", text: "two" }),
      await bench.send(ana, { kind: "text", text: "three" }),
    ].map(({ messageId }) => messageId);
    const timelines = await eventually(async () => {
      for (const each of [ana, ben]) expect((await bench.now(each)).agreement.state).toBe("agrees");
      return await Promise.all(ids.map((id) => bench.timeline(id)));
    });
    expect(new Set(timelines.flatMap(({ correlationIds }) => correlationIds)).size).toBe(1);
    // Each is told its own calls, not those of everybody in the webhook.
    for (const { steps } of timelines) {
      expect(steps.filter(({ title }) => title === "addMessage").length).toBeGreaterThanOrEqual(1);
    }
    expect((await bench.messages(ben)).map(({ content }) => content)).toEqual([
      { kind: "text", text: "two" },
    ]);
  });
});
