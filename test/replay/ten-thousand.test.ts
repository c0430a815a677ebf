import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConversationRecords } from "../../functions/dead-letters/conversation-records.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { newConversation, says } from "../support/conversations.ts";
import { mortal } from "./mortal.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

const PEOPLE = 500;
const EACH = 20;
const ALL = PEOPLE * EACH;

let bench: ReplayBench;
const order = new Map<string, string[]>();

beforeAll(async () => {
  bench = await startReplayBench();
  const people = Array.from({ length: PEOPLE }, () => newConversation());
  for (let line = 0; line < EACH; line++) {
    for (const person of people) {
      const event = says(person, String(line));
      const { body, groupId, deduplicationId } = toQueueMessage(event);
      bench.engine.call("SendMessage", {
        QueueUrl: bench.urls.deadLetters,
        MessageBody: body,
        MessageGroupId: groupId,
        MessageDeduplicationId: deduplicationId,
        MessageAttributes: Object.fromEntries(
          Object.entries({ class: "permanent", reason: "http-422", attempts: "1" }).map(([name, value]) => [
            name,
            { DataType: "String", StringValue: value },
          ]),
        ),
      });
      order.set(groupId, [...(order.get(groupId) ?? []), event.id]);
    }
  }
});
afterAll(() => bench.stop());

/** Nothing was ever applied, and nobody has changed: what the tables say is not what is tried here. */
const nothingOnRecord: ConversationRecords = {
  load: async () => ({ sessions: new Map(), unreadable: new Set(), applied: new Set() }),
  conversationKeys: async (conversations) => conversations.map(({ key }) => key),
};

const asFastAsPossible = { records: nothingOnRecord, pause: async () => undefined };

describe("10 000 dead letters", () => {
  it("are listed and previewed, as far as SQS shows them, and stay as they were", async () => {
    // Of each conversation ten of its twenty.
    const visible = ALL / 2;
    const list = await bench.replay({ action: "list" }, asFastAsPossible);
    const { summary } = await bench.replay({ action: "preview" }, asFastAsPossible);

    expect(list.summary).toMatchObject({ found: visible, hidden: ALL - visible, elsewhere: 0 });
    expect(summary).toMatchObject({ found: visible, would: { apply: visible }, hidden: ALL - visible });
    expect(bench.engine.inspect(bench.urls.deadLetters)).toMatchObject({ available: ALL, inFlight: 0 });
  });

  it("are all sent back in order by a run that is killed half-way and another one, none lost", async () => {
    const killed = mortal(bench.dependencies(asFastAsPossible), 1_600, true);
    const first = bench.replay({ action: "run", wait: 0 }, { ...asFastAsPossible, ...killed.over });
    expect(await Promise.race([first, killed.death])).toBe("died");
    const left = bench.deadLetters().length;
    expect(left).toBeGreaterThan(ALL / 4);
    expect(left).toBeLessThan((ALL * 3) / 4);
    bench.time.now += 121_000;

    const { summary } = await bench.replay({ action: "run", wait: 0 }, asFastAsPossible);

    expect(summary).toMatchObject({ replayed: left, left: {}, hidden: 0, elsewhere: 0 });
    expect(bench.deadLetters()).toEqual([]);
    const sent = Map.groupBy(bench.queued(), ({ groupId }) => groupId ?? "");
    const ids = new Map(
      [...sent].map(([group, messages]) => [
        group,
        [...new Set(messages.map(({ body }) => JSON.parse(body).id))],
      ]),
    );
    expect(ids).toEqual(order);
    // What was queued and not yet deleted goes twice, and the sync Lambda knows it by its mark: one window at most.
    expect(bench.queued().length - ALL).toBeLessThanOrEqual(100);
  });
});
