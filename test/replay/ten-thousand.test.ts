import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WINDOW } from "../../functions/replay/survey-all.ts";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { groupOf, toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import type { NumberedEntry } from "../../local/cartaai/ledger.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { mortal } from "./mortal.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

const PEOPLE = 1_000;
const EACH = 10;
const ALL = PEOPLE * EACH;
/** Of all of them. */
const APPLIED = 2_000;

/** Of every kind there is; what CartaAI holds in the end is told apart by it. */
function everythingOf(person: Conversation): SyncEvent[] {
  const at = (minute: number) => ({ occurredAt: `2026-05-04T11:0${minute}:00.000Z` });
  return [
    says(person, "Buenas, ¿qué hay hoy?", at(0)),
    says(person, `La carta:\n${"· lomo saltado S/ 32.00\n".repeat(100)}`, { ...at(1), role: "bot" }),
    says(person, "Dos de esas", { ...at(2), metadata: { type: "text", quoted: { messageId: "wamid.Q" } } }),
    state(person, { ...at(3), step: "cart", context: { items: 2 } }),
    order(person, `${person.key}-1`, { ...at(4), orderNumber: "A-1" }),
    says(person, "🍽️👩‍🍳 \u{1F1F5}\u{1F1EA} \u0000\uffff", at(5)),
    state(person, { ...at(6), step: "done", context: { items: 0 }, metadata: { language: "es" } }),
    says(person, "Su pedido va en camino", { ...at(7), role: "bot" }),
    order(person, `${person.key}-2`, at(8)),
    says(person, "Gracias", at(9)),
  ];
}

const REASONS: readonly (Readonly<Record<string, string>> | undefined)[] = [
  { class: "permanent", reason: "http-422", httpStatus: "422", attempts: "1" },
  { class: "exhausted", reason: "unreachable", attempts: "87" },
  // What SQS itself moved tells nothing of why.
  undefined,
];

/** As published before events had a version and conversations a key. */
function asVersion1(body: string): string {
  const { version: _, ...event } = JSON.parse(body);
  const { key: __, ...conversation } = event.conversation;
  return JSON.stringify({ ...event, conversation });
}

let bench: ReplayBench;
let people: readonly Conversation[];
const events = new Map<Conversation, readonly SyncEvent[]>();
const said = (person: Conversation) => events.get(person) ?? [];

beforeAll(async () => {
  bench = await startReplayBench();
  people = Array.from({ length: PEOPLE }, () => newConversation());
  for (const person of people) events.set(person, everythingOf(person));
  // As they would come: everybody's first, then everybody's second.
  for (let line = 0; line < EACH; line++) {
    for (const [index, person] of people.entries()) {
      const event = said(person)[line];
      if (event === undefined) throw new Error("everybody has as many");
      const { body, groupId, deduplicationId } = toQueueMessage(event);
      const reason = REASONS[index % REASONS.length] ?? {};
      bench.engine.call("SendMessage", {
        QueueUrl: bench.urls.deadLetters,
        MessageBody: line === 2 && index % 2 === 0 ? asVersion1(body) : body,
        MessageGroupId: groupId,
        MessageDeduplicationId: deduplicationId,
        MessageAttributes: Object.fromEntries(
          Object.entries(reason).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
        ),
      });
    }
  }
});
afterAll(() => bench.stop());

/** What is to be written at CartaAI. */
function writeOf(event: SyncEvent): string {
  switch (event.type) {
    case "message":
      return `${event.role}: ${event.content}`;
    case "state":
      return `state: ${event.step}`;
    case "order":
      return `order: ${event.orderId}`;
  }
}

function writtenAs(entry: NumberedEntry): string {
  if (entry.kind === "message") return `${entry.role}: ${entry.content}`;
  return entry.kind === "state" ? `state: ${entry.state.step}` : `order: ${entry.orderId}`;
}

describe("10 000 dead letters of every kind", { timeout: 300_000 }, () => {
  it("are all listed and previewed, and stay as they were", async () => {
    const list = await bench.replay({ action: "list" });
    const preview = await bench.replay({ action: "preview" });

    const nothingUnseen = { found: ALL, hidden: 0, elsewhere: 0, crowded: 0 };
    expect(list.summary).toMatchObject({
      ...nothingUnseen,
      byReason: { "http-422": 3_340, unreachable: 3_330, "max-receives": 3_330 },
    });
    expect(preview.summary).toMatchObject({ ...nothingUnseen, would: { apply: ALL } });
    for (const { deadLetters } of [list, preview]) {
      expect(new Set(deadLetters.map(({ id }) => id)).size).toBe(ALL);
    }
    expect(bench.engine.inspect(bench.urls.deadLetters)).toMatchObject({ available: ALL, inFlight: 0 });
  });

  it("are all in sync.fifo, in order, after a run that was killed half-way and another one", async () => {
    const atOnce = { pause: async () => undefined };
    const killed = mortal(bench.dependencies(atOnce), 1_700, true);
    const first = bench.replay({ action: "run", rate: 1_000, wait: 0 }, { ...atOnce, ...killed.over });
    expect(await Promise.race([first, killed.death])).toBe("died");
    const left = bench.deadLetters().length;
    expect(left).toBeGreaterThan(ALL / 4);
    expect(left).toBeLessThan((ALL * 3) / 4);
    bench.time.now += 121_000;

    const { summary } = await bench.replay({ action: "run", rate: 1_000, wait: 0 }, atOnce);

    expect(summary).toMatchObject({ replayed: left, left: {}, hidden: 0, elsewhere: 0 });
    expect(bench.deadLetters()).toEqual([]);
    const sent = Map.groupBy(bench.queued(), ({ groupId = "" }) => groupId);
    for (const person of people) {
      const ids = sent.get(groupOf(person))?.map(({ body }) => JSON.parse(body).id);
      expect([...new Set(ids)]).toEqual(said(person).map(({ id }) => id));
    }
    // What was queued and not yet deleted goes twice, and the sync Lambda knows it by its mark: one window at most.
    expect(bench.queued().length - ALL).toBeLessThanOrEqual(WINDOW);
  });

  it("stand in CartaAI once and in order: two thousand of them, since all would take a minute", async () => {
    await bench.sync.work(APPLIED / 10);

    const { entries, overwritten } = bench.cartaai.ledger();
    expect(entries.length).toBeGreaterThanOrEqual(APPLIED - WINDOW);
    expect(overwritten).toEqual([]);
    expect(bench.deadLetters()).toEqual([]);
    const written = Map.groupBy(entries, ({ userId }) => userId);
    for (const person of people) {
      const writes = written.get(person.phone ?? "")?.map(writtenAs) ?? [];
      expect(writes).toEqual(said(person).map(writeOf).slice(0, writes.length));
    }
  });
});
