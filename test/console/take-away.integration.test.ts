import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { importedSchema, stateSchema } from "../../local/console/api.ts";
import { conversationExportSchema } from "../../local/console/take-away/export-schema.ts";
import { playScenarioFile } from "../../local/console/take-away/play-scenario-file.ts";
import { scenarioFileSchema } from "../../local/console/take-away/scenario-file.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { type ConsoleBench, startConsoleBench } from "./console-bench.ts";

vi.setConfig(PATIENT);

const PHONE = "51987654321";
const NEW_PHONE = "51912345678";
const USER_ID = "PE.13491208655302741918";
const NAME = "Wenceslao Quispe";

let bench: ConsoleBench;
afterEach(() => bench.stop());

async function talk() {
  const customer = await bench.customer({ phone: PHONE, userId: USER_ID }, NAME);
  await bench.send(customer, { kind: "text", text: `Soy Wenceslao, mi número es ${PHONE}` });
  await bench.send(customer, { kind: "audio", says: "una pizza" });
  await bench.send(customer, { kind: "number-change", phone: NEW_PHONE });
  await bench.send(customer, { kind: "text", text: "Ya tengo el nuevo" });
  await eventually(async () => expect((await bench.now(customer)).agreement.state).toBe("agrees"));
  await eventually(async () => {
    for (const { state } of await bench.messages(customer)) expect(state).toBe("settled");
  });
  return customer;
}

/** The console's own ids of customers, and the time of the export, differ. */
function withoutOwner(exported: string) {
  const { messages, timelines, customer, business } = conversationExportSchema.parse(JSON.parse(exported));
  const own = { customerId: "", exportedAt: "" };
  return {
    ...{ customer, business },
    messages: messages.map((message) => ({ ...message, ...own })),
    timelines: timelines.map((timeline) => ({ ...timeline, ...own })),
  };
}

async function textOf(path: string): Promise<string> {
  const response = await bench.request("GET", path);
  expect(response.status).toBe(200);
  return await response.text();
}

describe("a conversation that is taken along", () => {
  beforeEach(async () => {
    bench = await startConsoleBench();
  });

  it("is exported with every timeline, and is the same once it is imported elsewhere", async () => {
    const customer = await talk();
    const exported = await textOf(`/console/customers/${customer.id}/export`);
    const { messages, timelines } = conversationExportSchema.parse(JSON.parse(exported));
    expect(timelines.map(({ messageId }) => messageId)).toEqual(messages.map(({ id }) => id));
    await bench.stop();

    bench = await startConsoleBench();
    const response = await bench.request("POST", "/console/import", JSON.parse(exported));
    expect(response.status).toBe(201);
    const imported = importedSchema.parse(await response.json());
    expect(imported).toMatchObject({ messages: 4, customer: { name: NAME, imported: true } });
    const again = await textOf(`/console/customers/${imported.customer.id}/export`);
    expect(withoutOwner(again)).toEqual(withoutOwner(exported));
  });

  it("is imported beside the one that it was made from, and what is sent goes on there", async () => {
    const customer = await talk();
    const exported = await textOf(`/console/customers/${customer.id}/export`);
    for (const _ of ["once", "twice"]) {
      expect((await bench.request("POST", "/console/import", JSON.parse(exported))).status).toBe(201);
    }
    const { customers } = await bench.read(stateSchema, "/console/state");
    expect(customers.map(({ messages }) => messages)).toEqual([4, 4, 4]);
    await bench.send(customer, { kind: "text", text: "Sigo aquí" });
    const after = (await bench.read(stateSchema, "/console/state")).customers;
    expect(after.map(({ messages }) => messages)).toEqual([5, 4, 4]);
  });

  it("holds no identifier once it is pseudonymised, and the same pseudonym for the same", async () => {
    const customer = await talk();
    const hidden = await textOf(`/console/customers/${customer.id}/export?pseudonymise=true`);
    const ids = (await bench.messages(customer)).map(({ id }) => id);
    for (const secret of [
      PHONE,
      NEW_PHONE,
      USER_ID,
      USER_ID.replace(".", ""),
      "Wenceslao",
      "Quispe",
      ...ids,
    ]) {
      expect(hidden).not.toContain(secret);
    }
    const { customer: whom, messages, timelines } = conversationExportSchema.parse(JSON.parse(hidden));
    const [first] = whom.identities;
    expect(messages[0]?.content).toMatchObject({ text: expect.stringContaining(first?.phone ?? "?") });
    expect(timelines.map(({ messageId }) => messageId)).toEqual(messages.map(({ id }) => id));
  });

  it("becomes a scenario file that plays the same again in a system of its own", async () => {
    const customer = await talk();
    const file = scenarioFileSchema.parse(
      JSON.parse(await textOf(`/console/customers/${customer.id}/scenario?name=New%20number`)),
    );
    expect(file.name).toBe("new-number");
    expect(file.webhooks).toHaveLength(4);
    expect(file.expected.cartaai.filter(({ kind }) => kind === "message")).toHaveLength(4);
    for (const secret of [PHONE, NEW_PHONE, USER_ID, "Wenceslao", "Quispe"]) {
      expect(JSON.stringify(file)).not.toContain(secret);
    }
    expect(await playScenarioFile(file)).toEqual(file.expected);
  });

  it("is no scenario while something of it waits, and none if nothing was sent", async () => {
    const customer = await bench.customer({ phone: PHONE });
    const ask = () => bench.request("GET", `/console/customers/${customer.id}/scenario`);
    expect((await ask()).status).toBe(409);
    await bench.break({ service: "cartaai", fault: "down" });
    await bench.send(customer, { kind: "text", text: "Hola" });
    expect((await ask()).status).toBe(409);
  });

  it("is taken from no file that is something else", async () => {
    const response = await bench.request("POST", "/console/import", { kind: "scenario" });
    expect(response.status).toBe(400);
  });
});

describe("a conversation with the bot of this project", () => {
  beforeEach(async () => {
    bench = await startConsoleBench({ AGENT: "builtin" });
  });

  it("shows read ticks, the answers and their steps, and becomes a scenario with the replies", async () => {
    const customer = await bench.customer({ phone: PHONE, userId: USER_ID }, NAME);
    const { messageId } = await bench.send(customer, { kind: "text", text: "Hola, quiero ver la carta" });
    const messages = await eventually(async () => {
      const found = await bench.messages(customer);
      expect(found.filter(({ from }) => from === "bot").length).toBeGreaterThan(0);
      for (const { state } of found) expect(state).toBe("settled");
      expect((await bench.now(customer)).agreement.state).toBe("agrees");
      return found;
    });
    expect(messages[0]).toMatchObject({ id: messageId, ticks: "read" });
    for (const { from, timelineId } of messages) if (from === "bot") expect(timelineId).toBe(messageId);
    const { steps } = await bench.timeline(messageId);
    const kinds = new Set(steps.map(({ kind }) => kind));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        "received",
        "parsed",
        "turn",
        "attempt",
        "call",
        "reply",
        "sync-event",
        "settled",
      ]),
    );
    const file = scenarioFileSchema.parse(
      JSON.parse(await textOf(`/console/customers/${customer.id}/scenario?name=menu`)),
    );
    expect(file.expected.replies.length).toBe(messages.filter(({ from }) => from === "bot").length);
    expect(await playScenarioFile(file)).toEqual(file.expected);
  });
});
