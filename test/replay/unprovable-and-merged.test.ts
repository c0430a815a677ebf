import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { contentDigest } from "../../functions/sessions/history.ts";
import { newSession, sessionKey } from "../../functions/sessions/session.ts";
import { createSessionsTable } from "../../functions/sessions/sessions-table.ts";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { groupOf } from "../../functions/sync-events/queue-message.ts";
import { SESSIONS_TABLE } from "../../lib/resources.ts";
import { newConversation, newUserId, says, state } from "../support/conversations.ts";
import { applyOrdinarily } from "./apply-ordinarily.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";
import { tie } from "./tie.ts";

const MINUTE = 60_000;

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

function sessions() {
  return createSessionsTable(bench.dynamodb, SESSIONS_TABLE.name, () => bench.time.now);
}

describe("an event of which nobody can tell whether it was applied", () => {
  it("is left where it is, and is applied once a person insists", async () => {
    const ana = newConversation();
    const event = says(ana, "¿Llegó?");
    await sessions().save({ ...newSession(sessionKey(ana)), unprovable: [eventHash(event.id)] });
    await bench.putAside([event], { reason: "outcome-unprovable", httpStatus: undefined });

    expect((await bench.replay({ action: "preview" })).deadLetters).toMatchObject([
      { would: { kind: "unprovable" }, replayed: false },
    ]);
    const cautious = await bench.replay({ action: "run" });
    expect(cautious.summary).toMatchObject({ replayed: 0, left: { unprovable: 1 } });
    expect(bench.transcript(ana)).toEqual([]);

    const forced = await bench.replay({ action: "run", force: true });
    expect(forced.summary).toMatchObject({ replayed: 1, left: {}, outcome: { applied: 1 } });
    expect(bench.transcript(ana)).toEqual(["user: ¿Llegó?"]);
  });

  it("is not forced for good: what SQS itself puts aside again needs to be forced again", async () => {
    const ana = newConversation();
    await bench.putAside([says(ana, "Hola")], { reason: "outcome-unprovable", httpStatus: undefined });
    await bench.replay({ action: "run", force: true, wait: 0 }, { pause: async () => undefined });
    expect(bench.queued()[0]?.attributes["replayForce"]?.StringValue).toBe("true");
    for (let times = 0; times <= 1_000; times++) {
      bench.engine.call("ReceiveMessage", { QueueUrl: bench.urls.queue, VisibilityTimeout: 0 });
    }
    expect(bench.deadLetters()).toHaveLength(1);

    await bench.replay({ action: "run", wait: 0 }, { pause: async () => undefined });

    expect(bench.queued()).toHaveLength(1);
    expect(bench.queued()[0]?.attributes["replayForce"]).toBeUndefined();
  });
});

describe("events of a conversation that was merged into another while they waited", () => {
  it("go to the new conversation's group, in one order with its own dead letters", async () => {
    const [old, current] = [newConversation(), newConversation()];
    await applyOrdinarily(bench, says(current, "0"));
    await tie(bench, old, old.key, current.key);
    const at = (minute: number) => ({ occurredAt: `2026-05-04T11:${minute}:00.000Z` });
    await bench.putAside([says(current, "2", at(12)), says(current, "4", at(14))]);
    await bench.putAside([says(old, "1", at(11)), says(old, "3", at(13))]);

    await bench.replay({ action: "run", wait: 0 }, { pause: async () => undefined });

    const queued = bench.queued().map(({ groupId, body }) => [groupId, JSON.parse(body)]);
    expect(queued.map(([, { content }]) => content)).toEqual(["1", "2", "3", "4"]);
    for (const [groupId, { conversation }] of queued) {
      expect(groupId).toBe(groupOf(current));
      expect(conversation).toMatchObject({ key: current.key, phone: current.phone });
    }
    await bench.sync.finish();
    expect(bench.transcript(current)).toEqual(["0", "1", "2", "3", "4"].map((text) => `user: ${text}`));
    expect(bench.transcript(old)).toEqual([]);
  });

  it("stay with the person when the number was given to somebody else since", async () => {
    const userId = newUserId();
    const before = newConversation({ userId });
    const somebodyElse = newUserId();
    await tie(bench, before, before.key, somebodyElse, somebodyElse);
    await bench.putAside([says(before, "Hola")]);

    await bench.replay({ action: "run", wait: 0 }, { pause: async () => undefined });

    expect(bench.queued()[0]?.groupId).toBe(groupOf(before));
  });

  it("are recognised when they were applied before the merge, and are superseded by the new one's state", async () => {
    const [old, current] = [newConversation(), newConversation()];
    const applied = says(old, "Ya está");
    await applyOrdinarily(bench, applied, state(current, { occurredAt: "2026-05-04T11:30:00.000Z" }));
    await tie(bench, old, old.key, current.key);
    await bench.putAside([applied, state(old, { occurredAt: "2026-05-04T11:00:00.000Z" })]);

    const { summary } = await bench.replay({ action: "run" });

    expect(summary).toMatchObject({ replayed: 0, alreadyApplied: 1, superseded: 1 });
    expect(bench.deadLetters()).toEqual([]);
  });

  it("are superseded by a newer state of their own conversation, which the new one knows nothing of", async () => {
    const [old, current] = [newConversation(), newConversation()];
    await applyOrdinarily(bench, state(old, { occurredAt: "2026-05-04T11:30:00.000Z" }));
    await tie(bench, old, old.key, current.key);
    await bench.putAside([state(old, { occurredAt: "2026-05-04T11:00:00.000Z" })]);

    const { summary } = await bench.replay({ action: "run" });

    expect(summary).toMatchObject({ replayed: 0, superseded: 1 });
    expect(bench.deadLetters()).toEqual([]);
  });

  it.each([true, false])(
    "are read back where they were attempted before the merge (applied: %s)",
    async (applied) => {
      const [old, current] = [newConversation(), newConversation()];
      const event = says(old, "¿Llegó?");
      await applyOrdinarily(bench, says(old, "Hola"), ...(applied ? [event] : []));
      const { sessions: before } = await sessions().load([sessionKey(old)], []);
      const session = before.get(sessionKey(old));
      const { recent = [], history = [], sessionId = "" } = session ?? {};
      const attempt = {
        ...{ event: eventHash(event.id), sessionId, at: bench.time.now - MINUTE },
        proof: { kind: "message", digest: contentDigest("user", "¿Llegó?") } as const,
      };
      // As the session is when nobody answered.
      await sessions().save({
        ...(session ?? newSession(sessionKey(old))),
        recent: recent.slice(0, 1),
        history: history.slice(0, 1),
        unsettled: [attempt],
      });
      await bench.putAside([event]);
      expect((await bench.replay({ action: "preview" })).deadLetters).toMatchObject([
        { would: { kind: "apply", readsBack: true } },
      ]);

      await tie(bench, old, old.key, current.key);

      const { summary } = await bench.replay({ action: "run" });
      expect(summary).toMatchObject({ replayed: 1, left: {}, outcome: { applied: 1 } });
      const lines = [...bench.transcript(old), ...bench.transcript(current)];
      expect(lines.filter((line) => line === "user: ¿Llegó?")).toHaveLength(1);
    },
  );
});

describe("a dead letter that is just small enough for SQS", () => {
  const MOST = 1024 * 1024;
  /** As a dead letter it has so many bytes less than SQS allows. */
  async function putLargeAside(conversation: Conversation, left: number, ...behind: SyncEvent[]) {
    await bench.putAside([says(conversation, "")]);
    const [empty] = bench.deadLetters();
    bench.reset();
    const { body = "", attributes = {} } = empty ?? {};
    const told = Object.entries(attributes).map(
      ([name, { StringValue = "" }]) => `${name}String${StringValue}`,
    );
    const room = MOST - body.length - told.join("").length - left;
    await bench.putAside([says(conversation, "x".repeat(room)), ...behind]);
  }

  it("stays, when what a replay adds makes it too large, and holds nothing else of its window up", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    await putLargeAside(ana, 10, says(ana, "Detrás"));
    await bench.putAside([says(luis, "Al lado")]);

    const { deadLetters } = await bench.replay({ action: "preview" });
    expect(deadLetters.map(({ would, replayed }) => [would.kind, replayed])).toEqual([
      ["too-large", false],
      ["apply", true],
      ["apply", true],
    ]);
    const { summary, left } = await bench.replay({ action: "run" });

    expect(summary).toMatchObject({ replayed: 2, left: { "too-large": 1 }, outcome: { applied: 2 } });
    expect(left).toMatchObject([{ why: "too-large" }]);
    expect(bench.transcript(ana)).toEqual(["user: Detrás"]);
    expect(bench.transcript(luis)).toEqual(["user: Al lado"]);
    expect(bench.deadLetters()).toHaveLength(1);
  });

  it("stays, when the conversation that it has moved to makes it too large", async () => {
    const [old, current] = [newConversation(), newConversation()];
    // The attribute that a replay adds has room.
    await putLargeAside(old, 40, says(old, "Detrás"));
    await applyOrdinarily(bench, says(current, "Antes"));
    await tie(bench, old, old.key, current.key);

    const { summary } = await bench.replay({ action: "run" });

    expect(summary).toMatchObject({ replayed: 1, left: { "too-large": 1 } });
    expect(bench.transcript(current)).toEqual(["user: Antes", "user: Detrás"]);
  });

  it("is sent back when there is room for what a replay adds", async () => {
    const ana = newConversation();
    await putLargeAside(ana, 40);

    const { summary } = await bench.replay({ action: "run", wait: 0 }, { pause: async () => undefined });

    expect(summary).toMatchObject({ replayed: 1, left: {} });
  });
});
