import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { toSequenceMessages } from "../../functions/sync-events/sequence.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { applyOrdinarily } from "./apply-ordinarily.ts";
import { mortal } from "./mortal.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

/** Events of several messages that SQS itself moved to the dead letters, because no Lambda could start. */
function moved(...messages: readonly (readonly SyncEvent[])[]): void {
  const { queue: QueueUrl } = bench.urls;
  for (const { body, groupId, deduplicationId } of messages.flatMap((events) => toSequenceMessages(events))) {
    bench.engine.call("SendMessage", {
      ...{ QueueUrl, MessageBody: body, MessageGroupId: groupId, MessageDeduplicationId: deduplicationId },
    });
  }
  const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
  for (let times = 0; times <= SYNC_QUEUE.maxReceiveCount; times++) {
    bench.engine.perform("ReceiveMessage", receive);
  }
  expect(bench.queued()).toEqual([]);
}

const outcomeFor = (ana: Conversation) =>
  [says(ana, "Aquí está", { role: "bot" }), state(ana, { step: "cart" }), order(ana, "A-7")] as const;

const hash = ({ id }: SyncEvent) => eventHash(id);
const bodies = () => bench.deadLetters().map(({ body }) => body);
const bodyOf = (event: SyncEvent) => toQueueMessage(event).body;
const run = (request: Readonly<Record<string, unknown>> = {}) => bench.replay({ action: "run", ...request });
const discard = (...events: SyncEvent[]) =>
  bench.replay({ action: "discard", ids: events.map(hash), reason: "a test" });
const linked = (ana: Conversation) =>
  bench.cartaai.conversations().find(({ userId }) => userId === ana.phone)?.currentStep;

describe("a dead message of several events", () => {
  it("is listed event by event, with what each says", async () => {
    const outcome = outcomeFor(newConversation());
    moved(outcome);

    const { deadLetters, summary } = await bench.replay({ action: "list" }, { showContent: true });

    const why = { class: "undelivered", reason: "max-receives" };
    expect(deadLetters).toMatchObject([
      { id: hash(outcome[0]), type: "message", content: "bot: Aquí está", ...why },
      { id: hash(outcome[1]), type: "state", content: "menu, cart", ...why },
      { id: hash(outcome[2]), type: "order", content: "A-7", ...why },
    ]);
    expect(summary).toMatchObject({ found: 3, hidden: 0, elsewhere: 0 });
    expect(bench.deadLetters()).toHaveLength(1);
  });

  it("is judged event by event", async () => {
    const outcome = outcomeFor(newConversation());
    await applyOrdinarily(bench, outcome[0]);
    moved(outcome);

    const { deadLetters } = await bench.replay({ action: "preview" });

    expect(deadLetters.map(({ would }) => would.kind)).toEqual(["already-applied", "apply", "apply"]);
  });

  it("is replayed whole and in order, between what was dead before it and after it", async () => {
    const ana = newConversation();
    const outcomes = [outcomeFor(ana), outcomeFor(ana)];
    const [before, after] = [says(ana, "Hola"), says(ana, "Gracias")];
    moved([before], ...outcomes, [after]);

    const { summary, left } = await run();

    expect(left).toEqual([]);
    expect(summary).toMatchObject({ replayed: 8, left: {} });
    expect(summary.outcome).toMatchObject({ applied: 8, waiting: 0 });
    expect(bench.transcript(ana)).toEqual([
      "user: Hola",
      "bot: Aquí está",
      "bot: Aquí está",
      "user: Gracias",
    ]);
    expect(linked(ana)).toBe("cart");
    expect(bench.deadLetters()).toEqual([]);
  });

  it("goes as a whole at a limit that falls into it", async () => {
    const ana = newConversation();
    moved(outcomeFor(ana), [says(ana, "Gracias")]);

    const { summary } = await run({ limit: 1 });

    expect(summary).toMatchObject({ replayed: 3, stopped: "limit" });
    expect(bench.deadLetters()).toHaveLength(1);
  });

  it("is applied in order by AWS's own redrive as well", async () => {
    const ana = newConversation();
    const outcome = outcomeFor(ana);
    await applyOrdinarily(bench, outcome[0]);
    moved(outcome);

    bench.engine.call("StartMessageMoveTask", {
      SourceArn: bench.engine.call("GetQueueAttributes", {
        ...{ QueueUrl: bench.urls.deadLetters, AttributeNames: ["QueueArn"] },
      }).Attributes?.QueueArn,
    });
    await bench.sync.finish();

    expect(bench.transcript(ana)).toEqual(["bot: Aquí está"]);
    expect(linked(ana)).toBe("cart");
    expect(bench.deadLetters()).toEqual([]);
  });
});

describe("one event of a dead message", () => {
  it("is replayed alone, and the others stay as dead letters of their own, as long dead as they are", async () => {
    const ana = newConversation();
    const outcome = outcomeFor(ana);
    moved(outcome);
    const [before] = bench.deadLetters();
    bench.time.now += 60_000;

    const { summary } = await run({ ids: [hash(outcome[1])] });

    expect(summary).toMatchObject({ replayed: 1, outcome: { applied: 1 } });
    expect(linked(ana)).toBe("cart");
    expect(bodies()).toEqual([bodyOf(outcome[0]), bodyOf(outcome[2])]);
    const { deadLetters } = await bench.replay({ action: "list" });
    const deadSince = new Date(before?.sentAt ?? 0).toISOString();
    expect(deadLetters).toMatchObject([
      { id: hash(outcome[0]), class: "undelivered", deadSince },
      { id: hash(outcome[2]), class: "undelivered", deadSince },
    ]);

    await run();
    expect(bench.transcript(ana)).toEqual(["bot: Aquí está"]);
    expect(bench.deadLetters()).toEqual([]);
  });

  it("is discarded alone, and the others can still be replayed", async () => {
    const ana = newConversation();
    const outcome = outcomeFor(ana);
    moved(outcome);

    const { discarded, notFound } = await discard(outcome[0]);

    expect(discarded.map(({ id }) => id)).toEqual([hash(outcome[0])]);
    expect(notFound).toEqual([]);
    expect(bodies()).toEqual(outcome.slice(1).map(bodyOf));
    const { summary } = await run();
    expect(summary).toMatchObject({ replayed: 2, outcome: { applied: 2 } });
    expect(bench.transcript(ana)).toEqual([]);
    expect(linked(ana)).toBe("cart");
  });

  it("that has to stay is told of once, and does not hold the others up", async () => {
    const ana = newConversation();
    const outcome = outcomeFor(ana);
    const [{ body, groupId } = { body: "", groupId: "" }] = toSequenceMessages(outcome);
    const { version, type, events } = JSON.parse(body);
    bench.engine.call("SendMessage", {
      QueueUrl: bench.urls.deadLetters,
      MessageBody: JSON.stringify({ version, type, events: [events[0], { type: "poem" }, events[1]] }),
      MessageGroupId: groupId,
      MessageDeduplicationId: "one",
    });

    const { summary, left } = await run();

    expect(summary).toMatchObject({ replayed: 2, left: { malformed: 1 }, outcome: { applied: 2 } });
    expect(left).toHaveLength(1);
    expect(bodies()).toEqual(['{"type":"poem"}']);
    const again = await run();
    expect(again.summary).toMatchObject({ replayed: 0, left: { malformed: 1 } });
  });

  it("is still there, with all the others, when these cannot become letters of their own", async () => {
    const outcome = outcomeFor(newConversation());
    moved(outcome);
    bench.faults.source = ({ action }) => (action === "SendMessageBatch" ? { fault: "refuse" } : undefined);

    await expect(discard(outcome[0])).rejects.toThrow();

    bench.faults.source = undefined;
    expect(bench.deadLetters()).toHaveLength(1);
    expect(bodies()).toEqual([toSequenceMessages(outcome)[0]?.body]);
  });

  it.each([
    ["before a call takes effect", false],
    ["after a call took effect", true],
  ])("costs the others nothing when discarding it is killed %s", async (_, isCarriedOut) => {
    let killed = 0;
    for (let lastCall = 1; ; lastCall++) {
      const ana = newConversation();
      const outcome = outcomeFor(ana);
      moved(outcome);
      const { over, death } = mortal(bench.dependencies(), lastCall, isCarriedOut);
      const request = { action: "discard", ids: [hash(outcome[0])], reason: "a test" } as const;
      const end = await Promise.race([bench.replay(request, over), death]);
      bench.time.now += 121_000;

      await discard(outcome[0]);
      await run();

      expect(bench.transcript(ana)).toEqual([]);
      expect(linked(ana)).toBe("cart");
      expect(bench.deadLetters()).toEqual([]);
      bench.reset();
      if (end !== "died") break;
      killed += 1;
    }
    expect(killed).toBeGreaterThan(2);
  });
});

describe("an event that is both in a dead message and a dead letter of its own", () => {
  it("is applied once", async () => {
    const ana = newConversation();
    const outcome = outcomeFor(ana);
    await bench.putAside([outcome[0]]);
    moved(outcome);

    const { summary } = await run();

    expect(summary).toMatchObject({ replayed: 3, outcome: { applied: 3 } });
    expect(bench.transcript(ana)).toEqual(["bot: Aquí está"]);
    expect(bench.deadLetters()).toEqual([]);
  });
});
