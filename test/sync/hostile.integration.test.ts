import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { sessionKey } from "../../functions/sessions/session.ts";
import { createSessionsTable } from "../../functions/sessions/sessions-table.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { SESSIONS_TABLE } from "../../lib/resources.ts";
import type { Reply } from "../../local/http/reply.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { type Mutation, mutated, mutation } from "../support/mutations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { sqsRecord } from "../support/sqs-event.ts";
import { SETTLED, type SyncBench, startSyncBench } from "../support/sync-bench.ts";

vi.setConfig(PATIENT);

let sync: SyncBench;

beforeAll(async () => {
  sync = await startSyncBench();
});
afterEach(() => sync.reset());
afterAll(() => sync.stop());

/** Deeper than `JSON.stringify` can go; `JSON.parse` can. */
const DEEP = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;

const conversation = newConversation();
const oddEvents: [string, unknown][] = [
  ["a key that no table takes", says({ ...conversation, key: "k".repeat(3_000) }, "Hola a todos")],
  ["a user id without end", says({ ...conversation, userId: "u".repeat(500_000) }, "Hola a todos")],
  ["a user id that no address can hold", says({ ...conversation, userId: "PE.\ud800" }, "Hola a todos")],
  ["a correlation id that no header takes", says(conversation, "Hola a todos", { correlationId: "a\nb→" })],
  ["an order id without end", order(conversation, "o".repeat(500_000))],
  ["a time that is none", { ...says(conversation, "Hola a todos"), occurredAt: "25:61" }],
  ["a version without end", { ...says(conversation, "Hola a todos"), version: 1e300 }],
];
const oddBodies: [string, string][] = [
  ...oddEvents.map(([name, event]): [string, string] => [name, JSON.stringify(event)]),
  [
    "a context too deep to be written",
    JSON.stringify(state(conversation)).replace('"context":{}', `"context":${DEEP}`),
  ],
  // SQS takes no empty body, so none can come from it.
  ["a blank", " "],
  ["a byte order mark", "\ufeff{}"],
  ["a number beyond all numbers", "1e999"],
  ["a list without end", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["keys that objects have by themselves", '{"__proto__":{"version":2},"constructor":{},"version":2}'],
];

describe("a queue message that holds", () => {
  it.each(oddBodies)("%s is a dead letter at once, and costs its neighbours nothing", async (_, body) => {
    const [before, after] = [says(newConversation(), "Hola antes"), says(newConversation(), "Hola después")];

    expect(await sync.deliver(before, sqsRecord({ body }), after)).toEqual(SETTLED);

    expect(sync.transcript(before.conversation)).toEqual(["user: Hola antes"]);
    expect(sync.transcript(after.conversation)).toEqual(["user: Hola después"]);
    expect(await sync.deadLetters()).toMatchObject([{ body, told: { class: "malformed" } }]);
  });
});

const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

/** How many events CartaAI was made to write, were recognised or became dead letters since it was last asked. */
async function settledSince(before: number): Promise<number> {
  const letters = await sync.deadLetters();
  return sync.cartaai.ledger().entries.length + sync.counted("EventsSkipped") + letters.length - before;
}

/** What handling three events takes at most, whatever is in them, and what is kept of a conversation, however long it goes on. */
async function expectBounded(calledBefore: number, requestsBefore: number, who: Conversation[]) {
  // Is there one by phone, by user id; a new one; the write; and the last three again when the conversation is gone.
  expect(sync.calls().length - calledBefore).toBeLessThanOrEqual(3 * 8);
  // The sessions; each attempt, and each conversation's end.
  expect(sync.between.dynamodb.requests().length - requestsBefore).toBeLessThanOrEqual(1 + 3 * 2);
  const keys = who.map((each) => sessionKey(each));
  const table = createSessionsTable(sync.stores.tables.client, SESSIONS_TABLE.name);
  const { sessions } = await table.load(keys, []);
  expect(sessions.size).toBeGreaterThanOrEqual(2);
  for (const session of sessions.values()) expect(JSON.stringify(session).length).toBeLessThan(10_000);
}

describe("whatever was done to", () => {
  it("a queued event, it is applied, recognised or a dead letter, and its neighbours are applied", async () => {
    const events = [says(conversation, "Hola a todos"), state(conversation), order(conversation, "order-1")];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...events), mutations, fc.uuid(), async (event, list, id) => {
        const odd = JSON.stringify(list.reduce<unknown>(mutated, { ...event, id }));
        const [before, after] = [says(newConversation(), "Hola antes"), says(newConversation(), "Y después")];
        const already = await settledSince(0);
        const [calls, requests] = [sync.calls().length, sync.between.dynamodb.requests().length];

        expect(await sync.deliver(before, sqsRecord({ body: odd }), after)).toEqual(SETTLED);

        await expectBounded(calls, requests, [conversation, before.conversation, after.conversation]);
        expect(await settledSince(already)).toBe(3);
        expect(sync.transcript(before.conversation)).toEqual(["user: Hola antes"]);
        expect(sync.transcript(after.conversation)).toEqual(["user: Y después"]);
      }),
      { numRuns: 100 },
    );
  });

  it("one of the events that travel together, the others are applied, and none is lost", async () => {
    await fc.assert(
      fc.asyncProperty(mutations, fc.nat({ max: 2 }), fc.uuid(), async (list, kind, id) => {
        const ana = newConversation();
        const original = [says(ana, "Hola a todos"), state(ana), order(ana, "order-1")][kind];
        const odd = list.reduce<unknown>(mutated, { ...original, id });
        const events = [says(ana, "Hola antes"), odd, says(ana, "Y después")];
        const already = await settledSince(0);

        const body = JSON.stringify({ version: 3, type: "sequence", events });
        expect(await sync.deliver(sqsRecord({ body }))).toEqual(SETTLED);

        expect(await settledSince(already)).toBe(3);
        const said = sync.transcript(ana).filter((line) => /Hola antes|Y después/.test(line));
        expect(said).toEqual(["user: Hola antes", "user: Y después"]);
      }),
      { numRuns: 60 },
    );
  });

  it("CartaAI's answers to writes, nothing is lost or there twice once it answers well again", async () => {
    const touched = new Set<string>();
    await fc.assert(
      fc.asyncProperty(mutations, fc.nat({ max: 9 }), fc.nat({ max: 3 }), async (list, spared, times) => {
        const ana = newConversation();
        const events = [
          says(ana, "¿Se puede reservar?"),
          state(ana, { step: "asked" }),
          order(ana, "order-1"),
        ];
        const neighbour = says(newConversation(), "Una mesa, por favor");
        let passed = 0;
        sync.between.cartaai.intercept(async ({ method, path }, forward) => {
          if (isReadBack(method, path) || passed++ < spared || passed > spared + times) return undefined;
          touched.add(`${method} ${path.split(/[?/]/).at(method === "GET" ? 4 : -1)}`);
          return changedBy(list, await forward());
        });
        for (let attempt = 0; attempt < 2; attempt++) {
          await sync.deliver(...events, neighbour);
          sync.time.now += 60_000;
        }
        await sync.reset();
        expect(await sync.deliver(...events, neighbour)).toEqual(SETTLED);

        expect(sync.transcript(ana)).toEqual(["user: ¿Se puede reservar?"]);
        const entries = sync.cartaai.ledger().entries.filter(({ userId }) => userId === ana.phone);
        expect(entries.filter(({ kind }) => kind === "order")).toHaveLength(1);
        expect(entries.map(({ kind }) => kind)).toContain("state");
        expect(sync.transcript(neighbour.conversation)).toEqual(["user: Una mesa, por favor"]);
        await sync.reset();
      }),
      { numRuns: 100 },
    );
    expect([...touched].toSorted()).toEqual([
      "GET user",
      "POST conversations",
      "POST messages",
      "POST orders",
      "PUT sync",
    ]);
  });

  it("what CartaAI shows of a conversation, what was said is not lost, and its neighbours are applied", async () => {
    await fc.assert(
      fc.asyncProperty(mutations, fc.boolean(), async (list, isApplied) => {
        const message = says(newConversation(), "¿Se puede reservar?");
        const neighbour = says(newConversation(), "Una mesa, por favor");
        const fault = isApplied ? "applyThenDrop" : "down";
        sync.cartaai.faults.add({ fault, operation: "addMessage", times: 1 });
        await sync.deliver(message);
        sync.time.now += 60_000;
        sync.between.cartaai.intercept(async ({ method, path }, forward) =>
          isReadBack(method, path) ? changedBy(list, await forward()) : undefined,
        );
        await sync.deliver(message, neighbour);
        sync.time.now += 60_000;
        sync.between.cartaai.reset();
        expect(await sync.deliver(message, neighbour)).toEqual(SETTLED);

        // What CartaAI shows is the only witness: of one that has forgotten the message it is asked for once more.
        const letters = await sync.deadLetters();
        const times = sync.transcript(message.conversation).length;
        expect(letters.length > 0 || times >= 1).toBe(true);
        expect(times).toBeLessThanOrEqual(isApplied ? 2 : 1);
        expect(sync.transcript(neighbour.conversation)).toEqual(["user: Una mesa, por favor"]);
        await sync.reset();
      }),
      { numRuns: 60 },
    );
  });
});

/** Whether a conversation is read by its id. */
function isReadBack(method: string, path: string): boolean {
  return method === "GET" && !path.includes("/conversations/user/");
}

function changedBy(list: readonly Mutation[], { status, headers, body }: Reply): Reply {
  const answer: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
  return { status, headers, body: JSON.stringify(list.reduce<unknown>(mutated, answer)) };
}

const json = (text: string): Reply => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: text,
});
const envelope = (data: string) => json(`{"type":"1","message":"ok","data":${data}}`);

describe("when CartaAI answers a new conversation with", () => {
  it.each<[string, Reply]>([
    ["a session id that leads to another address", envelope('{"sessionId":".."}')],
    ["a session id that no address can hold", envelope('{"sessionId":"\\ud800"}')],
    ["a session id without end", envelope(`{"sessionId":"${"s".repeat(500_000)}"}`)],
    ["a session id of another kind", envelope('{"sessionId":{"id":1}}')],
    ["a list", envelope("[]")],
    ["something too deep", envelope(DEEP)],
    ["something that is no object", json("7")],
    ["something that is cut off", json('{"type":"1","data":{"sessionId":"s')],
  ])("%s, the message waits, and arrives once CartaAI is well again", async (_, reply) => {
    const message = says(newConversation(), "¿Se puede reservar?");
    sync.between.cartaai.intercept(({ method, path }) =>
      method === "POST" && path.endsWith("/conversations") ? reply : undefined,
    );

    expect(await sync.deliver(message)).toMatchObject({ handedBack: [message] });
    await sync.reset();
    expect(await sync.deliver(message)).toEqual(SETTLED);

    expect(sync.transcript(message.conversation)).toEqual(["user: ¿Se puede reservar?"]);
  });
});

describe("when CartaAI applies a write, and its answer is too large to be read", () => {
  it.each([
    ["a message", () => says(newConversation(), "¿Se puede reservar?")],
    ["an order", () => order(newConversation(), "order-9")],
    // A state is a snapshot: it may be sent again.
  ])("%s is not repeated: it is found when the conversation is read back", async (_, newEvent) => {
    const event = newEvent();
    sync.between.cartaai.intercept(async ({ method, path }, forward) => {
      if (method === "GET" || path.endsWith("/conversations")) return undefined;
      const { status, headers, body } = await forward();
      return { status, headers, body: Buffer.concat([Buffer.from(body), Buffer.alloc(5_000_000, " ")]) };
    });

    expect(await sync.deliver(event)).toMatchObject({ handedBack: [event] });
    await sync.reset();
    sync.time.now += 60_000;
    expect(await sync.deliver(event)).toEqual(SETTLED);

    const { entries } = sync.cartaai.ledger();
    expect(entries.filter(({ userId }) => userId === event.conversation.phone)).toHaveLength(1);
  });
});

describe("when CartaAI shows a conversation with", () => {
  it.each([
    ["an order history too deep", `"context":{"previousMessages":[],"orderHistory":[${DEEP}]}`],
    ["100 000 messages", `"context":{"previousMessages":[${"{},".repeat(99_999)}{}]}`],
    ["messages of other kinds", '"context":{"previousMessages":[null,7,[],{"role":1,"content":{}}]}'],
    ["an expiry beyond all times", '"expiresAt":"+999999-01-01","context":{"previousMessages":[]}'],
  ])("%s, an order whose outcome is unknown is settled all the same", async (_, shown) => {
    const ana = newConversation();
    await sync.deliver(says(ana, "Quisiera pedir algo"));
    const linked = order(ana, "order-7");
    sync.cartaai.faults.add({ fault: "applyThenDrop", operation: "linkOrder", times: 1 });
    expect(await sync.deliver(linked)).toMatchObject({ handedBack: [linked] });
    sync.time.now += 60_000;
    sync.between.cartaai.intercept(({ method, path }) => {
      const sessionId = /\/conversations\/([^/?]+)\?/.exec(path)?.[1];
      return method === "GET" && sessionId ? envelope(`{"sessionId":"${sessionId}",${shown}}`) : undefined;
    });

    expect(await sync.deliver(linked)).toEqual(SETTLED);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
