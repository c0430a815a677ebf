import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { applyOrdinarily } from "./apply-ordinarily.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

const run = (request: Readonly<Record<string, unknown>> = {}) => bench.replay({ action: "run", ...request });

function numbered(conversation: Conversation, count: number): SyncEvent[] {
  return Array.from({ length: count }, (_, index) => says(conversation, `Mensaje ${index}`));
}

const contents = (count: number) => Array.from({ length: count }, (_, index) => `user: Mensaje ${index}`);

describe("a run", () => {
  it("applies the dead letters of each conversation in their order, also those hidden behind others", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    await bench.putAside([...numbered(ana, 25), ...numbered(luis, 3)]);

    const { summary, left } = await run();

    expect(summary).toMatchObject({ replayed: 28, left: {}, hidden: 0, elsewhere: 0 });
    expect(summary.outcome).toEqual({ applied: 28, superseded: 0, cameBack: {}, waiting: 0 });
    expect(left).toEqual([]);
    expect(bench.transcript(ana)).toEqual(contents(25));
    expect(bench.transcript(luis)).toEqual(contents(3));
    expect(bench.deadLetters()).toEqual([]);
  });

  it("sends the dead letter's group, body and attributes, the time of the replay, and an id of its own", async () => {
    const event = says(newConversation(), "Hola");
    await bench.putAside([event]);
    const [letter] = bench.deadLetters();

    await bench.replay({ action: "run", wait: 0 }, { pause: async () => undefined });

    const [queued] = bench.queued();
    expect(queued).toMatchObject({ body: letter?.body, groupId: letter?.groupId });
    expect(queued?.deduplicationId).not.toBe(toQueueMessage(event).deduplicationId);
    expect(valuesOf(queued?.attributes)).toEqual({
      ...valuesOf(letter?.attributes),
      replay: expect.stringMatching(/^2026-05-/),
    });
  });

  it("removes what was applied already and states that are superseded, with a line in the log", async () => {
    const ana = newConversation();
    const applied = says(ana, "Ya está");
    const stale = state(ana, { step: "greeting", occurredAt: "2026-05-04T11:00:00.000Z" });
    await applyOrdinarily(
      bench,
      applied,
      state(ana, { step: "browsing", occurredAt: "2026-05-04T11:30:00.000Z" }),
    );
    await bench.putAside([applied, stale]);

    const { summary } = await run();

    expect(summary).toMatchObject({ replayed: 0, alreadyApplied: 1, superseded: 1, left: {} });
    expect(bench.deadLetters()).toEqual([]);
    expect(bench.queued()).toEqual([]);
    expect(bench.transcript(ana)).toEqual(["user: Ya está"]);
    const [appliedHash, staleHash] = [applied, stale].map(({ id }) => eventHash(id));
    expect(bench.logged).toMatchObject([
      {
        message: "Removed a dead letter: already-applied",
        fields: { event: appliedHash, type: "message", subDomain: ana.subDomain },
      },
      { message: "Removed a dead letter: superseded", fields: { event: staleHash, type: "state" } },
    ]);
  });

  it("says what came back, with the new reason, and leaves it in the dead letters", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    await bench.putAside([...numbered(ana, 2), ...numbered(luis, 1)], { reason: "http-400" });
    bench.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 413, times: 1 });

    const { summary, left } = await run();

    expect(summary).toMatchObject({
      replayed: 3,
      left: { "came-back": 1 },
      outcome: { applied: 2, cameBack: { "http-413": 1 }, waiting: 0 },
    });
    expect(left).toMatchObject([{ why: "came-back", reason: "http-413", type: "message" }]);
    expect(bench.deadLetters()).toHaveLength(1);
  });

  it.each([
    ["beyond the limit", { limit: 1 }, "message" as const],
    ["not meant", { type: "message" }, "order" as const],
  ])(
    "says what came back also where others of its conversation stay that are %s",
    async (_, which, staying) => {
      const ana = newConversation();
      const other = staying === "order" ? order(ana, "A-1") : says(ana, "Chau");
      const events = [says(ana, "Hola"), other];
      await bench.putAside(staying === "order" ? events.toReversed() : events);
      bench.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 413, times: 1 });

      const { summary, left } = await run(which);

      expect(summary.outcome).toEqual({
        ...{ applied: 0, superseded: 0, waiting: 0 },
        cameBack: { "http-413": 1 },
      });
      expect(left).toMatchObject([{ why: "came-back", reason: "http-413" }]);
      expect(bench.deadLetters()).toHaveLength(2);
    },
  );

  it("does not replay in the same run what has come back already", async () => {
    const ana = newConversation();
    await bench.putAside(numbered(ana, 30));
    bench.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422 });
    const before = bench.cartaai.calls().length;
    // The sync Lambda is faster than the run: each event is back before the next window is looked at.
    const { summary } = await bench.replay({ action: "run", rate: 10 });

    // Of one conversation ten can be seen, and the others are behind them.
    expect(summary).toMatchObject({ replayed: 30, left: { "came-back": 10 }, hidden: 20 });
    expect(summary.outcome).toEqual({
      ...{ applied: 0, superseded: 0, waiting: 20 },
      cameBack: { "http-422": 10 },
    });
    expect(bench.deadLetters()).toHaveLength(30);
    const calls = bench.cartaai.calls().slice(before);
    expect(calls.filter(({ operation }) => operation === "addMessage")).toHaveLength(30);
  });

  it("says what still waits when its own patience ends first", async () => {
    await bench.putAside(numbered(newConversation(), 2));
    bench.cartaai.faults.add({ fault: "refuse", operation: "openConversation", status: 503 });

    const { summary } = await run({ wait: 10 });

    expect(summary.outcome).toEqual({ applied: 0, superseded: 0, cameBack: {}, waiting: 2 });
    expect(bench.deadLetters()).toEqual([]);
    expect(bench.queued()).toHaveLength(2);
  });

  it("leaves what is no event, and goes on behind it", async () => {
    const ana = newConversation();
    const { groupId } = toQueueMessage(says(ana, ""));
    const [first, second] = numbered(ana, 2) as [SyncEvent, SyncEvent];
    await bench.putAside([first]);
    bench.engine.call("SendMessage", {
      QueueUrl: bench.urls.deadLetters,
      MessageBody: '{"version":2,"type":"sticker"}',
      MessageGroupId: groupId,
      MessageDeduplicationId: "malformed",
    });
    await bench.putAside([second]);

    const { summary, left } = await run();

    expect(summary).toMatchObject({ replayed: 2, left: { malformed: 1 } });
    expect(left).toMatchObject([{ why: "malformed", id: bench.deadLetters()[0]?.messageId }]);
    expect(bench.transcript(ana)).toEqual(contents(2));
  });

  it("replays an event of which there are two copies once, and removes both", async () => {
    const ana = newConversation();
    const [event] = numbered(ana, 1) as [SyncEvent];
    await bench.putAside([event, event]);

    const { summary } = await run();

    expect(summary).toMatchObject({ replayed: 1, left: {} });
    expect(bench.deadLetters()).toEqual([]);
    expect(bench.transcript(ana)).toEqual(contents(1));
  });

  it("replays what its filters mean, and gives the others back as they were", async () => {
    const [ana, luis] = [newConversation(), newConversation({ subDomain: "sushi-sakura" })];
    await bench.putAside([...numbered(ana, 2), order(ana, "A-1"), ...numbered(luis, 2)]);

    const { summary } = await run({ business: ana.subDomain, type: "message" });

    expect(summary).toMatchObject({ replayed: 2, left: {}, hidden: 0 });
    const rest = bench.deadLetters();
    expect(rest.map(({ state: visible }) => visible)).toEqual(["available", "available", "available"]);
    expect(bench.transcript(luis)).toEqual([]);
  });

  it("says how many are hidden behind those that stay", async () => {
    const ana = newConversation();
    await bench.putAside([
      ...Array.from({ length: 10 }, (_, n) => order(ana, `A-${n}`)),
      ...numbered(ana, 4),
    ]);

    const { summary } = await run({ type: "message" });

    expect(summary).toMatchObject({ replayed: 0, hidden: 4 });
    expect(bench.deadLetters()).toHaveLength(14);
  });

  it("stops at its limit, at the earliest of a conversation", async () => {
    const ana = newConversation();
    await bench.putAside(numbered(ana, 8));

    const { summary } = await run({ limit: 3 });

    expect(summary).toMatchObject({ replayed: 3, stopped: "limit" });
    expect(bench.transcript(ana)).toEqual(contents(3));
    expect(bench.deadLetters()).toHaveLength(5);
  });

  it("sends no more events a second than it may", async () => {
    await bench.putAside(Array.from({ length: 20 }, () => says(newConversation(), "Hola")));
    const sentAt: number[] = [];
    const before = bench.time.now;

    await bench.replay(
      { action: "run", rate: 4, wait: 0 },
      {
        pause: async (milliseconds) => {
          bench.time.now += milliseconds;
          sentAt.push(bench.queued().length);
        },
      },
    );

    expect(sentAt.slice(0, 5)).toEqual([4, 8, 12, 16, 20]);
    expect(bench.time.now - before).toBeGreaterThanOrEqual(5_000);
  });

  it("stops when it is told to, after what is under way, and is continued by the same request", async () => {
    const ana = newConversation();
    await bench.putAside(numbered(ana, 12));
    const stopping = new AbortController();

    const first = await bench.replay(
      { action: "run", rate: 5 },
      { signal: stopping.signal, onProgress: () => stopping.abort() },
    );
    expect(first.summary).toMatchObject({ replayed: 5, stopped: "interrupted", outcome: undefined });
    expect(bench.deadLetters()).toHaveLength(7);
    expect(bench.deadLetters().every(({ state: visible }) => visible === "available")).toBe(true);

    const second = await run();
    expect(second.summary).toMatchObject({ replayed: 7, left: {}, stopped: undefined });
    expect(bench.transcript(ana)).toEqual(contents(12));
  });

  it("replays again what failed again", async () => {
    const ana = newConversation();
    await bench.putAside(numbered(ana, 2));
    bench.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 2 });
    await run();

    const { summary } = await run();

    expect(summary).toMatchObject({ replayed: 2, outcome: { applied: 2 } });
    expect(bench.transcript(ana)).toEqual(contents(2));
  });

  it("recognises letters that SQS itself moved, which have no attributes", async () => {
    const ana = newConversation();
    const [event] = numbered(ana, 1) as [SyncEvent];
    const { body, groupId, deduplicationId } = toQueueMessage(event);
    const message = { MessageBody: body, MessageGroupId: groupId, MessageDeduplicationId: deduplicationId };
    bench.engine.call("SendMessage", { QueueUrl: bench.urls.queue, ...message });
    for (let times = 0; times <= 1_000; times++) {
      bench.engine.call("ReceiveMessage", { QueueUrl: bench.urls.queue, VisibilityTimeout: 0 });
    }
    expect(bench.deadLetters()).toHaveLength(1);

    const { summary } = await run({ class: "undelivered", reason: "max-receives" });

    expect(summary).toMatchObject({ replayed: 1, outcome: { applied: 1 } });
    expect(bench.transcript(ana)).toEqual(contents(1));
  });

  it("deletes nothing of a window that cannot be queued as a whole, and says so", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    await bench.putAside([...numbered(ana, 3), ...numbered(luis, 1)]);
    bench.faults.source = ({ action }) =>
      action === "SendMessageBatch" ? { fault: "refuseEntries", ids: ["0"] } : undefined;

    const first = await run();
    expect(first).toMatchObject({ failure: { name: "QueueUnavailableError" } });
    expect(first.summary).toMatchObject({ replayed: 0, left: { "not-queued": 4 }, stopped: "failed" });
    expect(bench.deadLetters().map(({ state: visible }) => visible)).toEqual(Array(4).fill("available"));

    bench.faults.source = undefined;
    expect((await run()).summary).toMatchObject({ replayed: 4, left: {}, outcome: { applied: 4 } });
    expect(bench.transcript(ana)).toEqual(contents(3));
    expect(bench.transcript(luis)).toEqual(contents(1));
  });

  it("leaves copies where SQS does not delete, and takes them away the next time", async () => {
    const ana = newConversation();
    await bench.putAside(numbered(ana, 3));
    bench.faults.source = ({ action }) =>
      action === "DeleteMessageBatch" ? { fault: "refuseEntries", ids: ["0", "1", "2"] } : undefined;

    expect((await run()).summary).toMatchObject({ replayed: 3, outcome: { applied: 3 } });
    expect(bench.deadLetters()).toHaveLength(3);

    bench.faults.source = undefined;
    expect((await run()).summary).toMatchObject({ replayed: 0, alreadyApplied: 3 });
    expect(bench.deadLetters()).toEqual([]);
    expect(bench.transcript(ana)).toEqual(contents(3));
  });

  it("loses nothing when an event failed again while its first dead letter was not deleted", async () => {
    const ana = newConversation();
    await bench.putAside(numbered(ana, 1));
    bench.faults.source = ({ action }) =>
      action === "DeleteMessageBatch" ? { fault: "refuseEntries", ids: ["0"] } : undefined;
    bench.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 1 });
    await run({ wait: 0 });
    bench.faults.source = undefined;
    await bench.sync.finish();
    expect(bench.deadLetters()).toHaveLength(2);

    // Within the five minutes in which SQS drops what has an id that it knows.
    const { summary } = await run();

    expect(summary).toMatchObject({ replayed: 1, left: {}, outcome: { applied: 1 } });
    expect(bench.deadLetters()).toEqual([]);
    expect(bench.transcript(ana)).toEqual(contents(1));
  });

  it("tells how far it is", async () => {
    await bench.putAside(Array.from({ length: 30 }, () => says(newConversation(), "Hola")));
    await run({ rate: 10 });
    expect(bench.progress.slice(0, 3)).toEqual([
      { seen: 10, replayed: 10, removed: 0, waiting: 0 },
      { seen: 20, replayed: 20, removed: 0, waiting: 0 },
      { seen: 30, replayed: 30, removed: 0, waiting: 0 },
    ]);
  });
});

function valuesOf(attributes: Readonly<Record<string, { readonly StringValue?: string | undefined }>> = {}) {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.StringValue]));
}
