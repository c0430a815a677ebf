import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import type { CartaAIOperation } from "../../local/cartaai/operations.ts";
import type { Reply } from "../../local/http/reply.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { SETTLED, type SyncBench, startSyncBench } from "../support/sync-bench.ts";

vi.setConfig(PATIENT);

let sync: SyncBench;

beforeAll(async () => {
  sync = await startSyncBench();
});
afterEach(() => sync.reset());
afterAll(() => sync.stop());

async function known(): Promise<Conversation> {
  const ana = newConversation();
  await sync.deliver(says(ana, "Hola, vengo a pedir"));
  await sync.reset();
  return ana;
}

const saidSince = (conversation: Conversation) => sync.transcript(conversation).slice(1);

const PATHS = {
  findConversation: /^GET .*\/conversations\/user\//,
  openConversation: /^POST .*\/conversations$/,
  addMessage: /^POST .*\/messages$/,
  syncState: /^PUT .*\/sync$/,
  linkOrder: /^POST .*\/orders$/,
} as const satisfies Partial<Record<CartaAIOperation, RegExp>>;

/** Something in between answers the next call of an operation, with or without passing it on. */
function answerOnce(operation: keyof typeof PATHS, reply: Reply, passedOn: boolean): void {
  let left = 1;
  sync.between.cartaai.intercept(async ({ method, path }, forward) => {
    if (left === 0 || !PATHS[operation].test(`${method} ${path}`)) return undefined;
    left -= 1;
    if (passedOn) await forward();
    return reply;
  });
}

const JSON_TYPE = { "content-type": "application/json" };

describe("an answer with a 200 that confirms nothing", () => {
  const bodies: [string, string][] = [
    ["an empty object", "{}"],
    ["an error without an envelope", '{"error":"something went wrong"}'],
    ["a warning without data", '{"type":"2","message":"careful","data":null}'],
    ["an information without data", '{"type":"4","message":"you should know","data":null}'],
    ["a warning with an empty object", '{"type":"2","message":"careful","data":{}}'],
    ["null", "null"],
    ["a list", "[]"],
    ["a text", '"ok"'],
    ["nothing at all", ""],
    ["a health check's answer", '{"status":"ok"}'],
  ];

  describe.each([true, false])("(applied: %s)", (applied) => {
    it.each(bodies)("leaves a message standing there once: %s", async (_, body) => {
      const ana = await known();
      const event = says(ana, "¿Hay mesas en la terraza?");
      answerOnce("addMessage", { status: 200, headers: JSON_TYPE, body }, applied);

      expect((await sync.deliver(event)).handedBack).toEqual([event]);
      sync.time.now += 31_000;
      expect(await sync.deliver(event)).toEqual(SETTLED);

      expect(saidSince(ana)).toEqual(["user: ¿Hay mesas en la terraza?"]);
    });
  });

  it("does not let a state or an order be lost either", async () => {
    const ana = await known();
    answerOnce("syncState", { status: 200, headers: JSON_TYPE, body: "{}" }, false);
    answerOnce("linkOrder", { status: 200, headers: JSON_TYPE, body: "{}" }, false);
    const batch = [state(ana, { step: "unconfirmed" }), order(ana, "order-3")];

    expect((await sync.deliver(...batch)).handedBack).toEqual(batch);
    sync.time.now += 31_000;
    expect((await sync.deliver(...batch)).handedBack).toEqual(batch.slice(1));
    sync.time.now += 31_000;
    expect(await sync.deliver(...batch.slice(1))).toEqual(SETTLED);

    const [session] = sync.cartaai.conversations().filter(({ userId }) => userId === ana.phone);
    expect(session).toMatchObject({ currentStep: "unconfirmed", context: { orderHistory: ["order-3"] } });
  });

  it("does not give a conversation to somebody new either", async () => {
    const ana = newConversation();
    const event = says(ana, "Soy nueva por aquí");
    answerOnce(
      "openConversation",
      { status: 200, headers: JSON_TYPE, body: '{"type":"1","data":{}}' },
      false,
    );

    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(sync.transcript(ana)).toEqual(["user: Soy nueva por aquí"]);
  });
});

describe("a confirmation without the conversation", () => {
  it("is believed, and later attempts are settled all the same", async () => {
    const ana = await known();
    answerOnce("addMessage", { status: 200, headers: JSON_TYPE, body: '{"type":"1","data":null}' }, true);

    expect(await sync.deliver(says(ana, "ok ok ok"))).toEqual(SETTLED);
    const event = says(ana, "ok ok ok");
    sync.cartaai.faults.add({ fault: "applyThenDrop", operation: "addMessage", times: 1 });
    await sync.deliver(event);
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: ok ok ok", "user: ok ok ok"]);
  });
});

describe("a 404 that is not CartaAI's own", () => {
  const ingress: Reply = {
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: "404 page not found\n",
  };
  const events: [keyof typeof PATHS, (conversation: Conversation) => SyncEvent][] = [
    ["addMessage", (conversation) => says(conversation, "Nadie detrás del ingreso")],
    ["syncState", (conversation) => state(conversation)],
    ["linkOrder", (conversation) => order(conversation, "order-5")],
  ];

  it.each(events)("of %s waits; the session stays, and nothing is put aside", async (operation, eventOf) => {
    const ana = await known();
    const event = eventOf(ana);
    answerOnce(operation, ingress, false);

    expect(await sync.deliver(event)).toEqual({ handedBack: [event], seconds: [1] });
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(await sync.deadLetters()).toEqual([]);
    expect(sync.counted("SessionsReplaced")).toBe(0);
    expect(sync.cartaai.conversations().filter(({ userId }) => userId === ana.phone)).toHaveLength(1);
  });

  it("of opening a conversation waits as well", async () => {
    const ana = newConversation();
    const event = says(ana, "Primera vez por acá");
    answerOnce("findConversation", ingress, false);
    answerOnce("openConversation", ingress, false);

    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    expect(await sync.deadLetters()).toEqual([]);
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(sync.transcript(ana)).toEqual(["user: Primera vez por acá"]);
  });
});

describe("a redirection", () => {
  it("is not followed with the key, and the event waits", async () => {
    const ana = await known();
    const event = says(ana, "No sigas a desconocidos");
    answerOnce("addMessage", { status: 302, headers: { location: "http://127.0.0.1:9/" }, body: "" }, false);

    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    sync.time.now += 31_000;
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: No sigas a desconocidos"]);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
