import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { newConversation, says, state } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { recordOf, SETTLED, type SyncBench, startSyncBench } from "../support/sync-bench.ts";

vi.setConfig(PATIENT);

let sync: SyncBench;

beforeAll(async () => {
  sync = await startSyncBench();
});
afterEach(() => sync.reset());
afterAll(() => sync.stop());

const MINUTE = 60_000;

/** Somebody's conversation, and the same person's as they are known from now on; both have been heard of. */
async function merged() {
  const before = newConversation();
  await sync.deliver(says(before, "Hola"));
  const after = { ...newConversation(), phone: before.phone, formerKeys: [before.key] };
  return { before, after };
}

/** A copy of an event, as it is published to another conversation. */
const copyOf = <Event extends SyncEvent>(event: Event, conversation: Conversation): Event => ({
  ...event,
  conversation,
});

const saidSince = (who: Conversation) => sync.transcript(who).slice(1);
const skipped = () => sync.counted("EventsSkipped", { reason: "held-elsewhere" });

/** CartaAI does what the next call asks, and its answer is lost. */
const applyUnseen = () =>
  sync.cartaai.faults.add({ fault: "applyThenDrop", operation: "addMessage", times: 1 });

/** Has both conversations' copies come until nothing is left in either queue. */
async function settle(...copies: readonly SyncEvent[]): Promise<void> {
  const queues = new Map(copies.map((copy) => [copy, sync.lambda()]));
  while (queues.size > 0) {
    for (const [copy, lambda] of queues) {
      if ((await lambda.deliver(copy)).handedBack.length === 0) queues.delete(copy);
    }
    sync.time.now += MINUTE;
  }
}

describe("an event that is in the queues of two conversations of one person", () => {
  it("is left to the newer one while that is at it", async () => {
    const { before, after } = await merged();
    const old = says(before, "¿Llegó?");
    const copy = copyOf(old, after);
    applyUnseen();
    expect((await sync.deliver(copy)).handedBack).toEqual([copy]);

    expect(await sync.deliver(old)).toEqual(SETTLED);

    expect(skipped()).toBe(1);
    await settle(copy);
    expect(saidSince(before)).toEqual(["user: ¿Llegó?"]);
  });

  it("is left to the older one while that is at it", async () => {
    const { before, after } = await merged();
    const old = says(before, "¿Llegó?");
    await sync.deliver(says(after, "Soy yo"));
    applyUnseen();
    expect((await sync.deliver(old)).handedBack).toEqual([old]);

    expect(await sync.deliver(copyOf(old, after))).toEqual(SETTLED);

    expect(skipped()).toBe(1);
    await settle(old);
    expect(saidSince(before)).toEqual(["user: Soy yo", "user: ¿Llegó?"]);
  });

  it("is settled for the older one that was at it when they were joined, and then needs nothing there", async () => {
    const { before, after } = await merged();
    const old = says(before, "¿Llegó?");
    applyUnseen();
    expect((await sync.deliver(old)).handedBack).toEqual([old]);
    const copy = copyOf(old, after);
    expect(await sync.deliver(copy)).toEqual(SETTLED);

    expect(sync.calls().filter((call) => call === "addMessage")).toHaveLength(2);
    expect(await sync.deliver(old)).toEqual(SETTLED);
    expect(saidSince(before)).toEqual(["user: ¿Llegó?"]);
  });

  it("is applied by the newer one when the older one's attempt turns out not to have happened", async () => {
    const { before, after } = await merged();
    const old = says(before, "¿Llegó?");
    sync.cartaai.faults.add({ fault: "down" });
    expect((await sync.deliver(old)).handedBack).toEqual([old]);
    sync.cartaai.faults.clear();

    await settle(copyOf(old, after), old);

    expect(saidSince(before)).toEqual(["user: ¿Llegó?"]);
  });

  it("waits for a session that cannot be told from the older one's", async () => {
    const { before, after } = await merged();
    const old = says(before, "¿Llegó?");
    applyUnseen();
    await sync.deliver(old);
    sync.time.now += MINUTE;
    const copy = copyOf(old, after);
    sync.cartaai.faults.add({ fault: "refuse", operation: "readConversation", status: 503 });

    expect((await sync.deliver(copy)).handedBack).toEqual([copy]);
    sync.cartaai.faults.clear();

    await settle(copy, old);
    expect(saidSince(before)).toEqual(["user: ¿Llegó?"]);
  });

  it("does not come back in one of them when it became a dead letter in the other, until it is replayed", async () => {
    const { before, after } = await merged();
    const old = says(before, "Esto no se puede");
    const copy = copyOf(old, after);
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 1 });
    await sync.deliver(copy);

    expect(await sync.deliver(old)).toEqual(SETTLED);
    expect(saidSince(before)).toEqual([]);

    const replay = { attributes: { class: "permanent", replay: "2026-05-04T12:00:00.000Z" } };
    expect(await sync.deliver(recordOf(copy, replay))).toEqual(SETTLED);
    expect(await sync.deliver(old, copy)).toEqual(SETTLED);
    expect(saidSince(before)).toEqual(["user: Esto no se puede"]);
  });

  it("is taken over by a replay to the other one", async () => {
    const { before, after } = await merged();
    await sync.deliver(says(after, "Soy yo"));
    const old = says(before, "Esto no se puede");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 1 });
    await sync.deliver(old);
    const copy = copyOf(old, after);
    expect(await sync.deliver(copy)).toEqual(SETTLED);
    expect(sync.counted("EventsSkipped", { reason: "put-aside" })).toBe(1);

    const replay = { attributes: { class: "permanent", replay: "2026-05-04T12:00:00.000Z" } };
    expect(await sync.deliver(recordOf(copy, replay))).toEqual(SETTLED);

    expect(await sync.deliver(old, copy)).toEqual(SETTLED);
    expect(saidSince(before)).toEqual(["user: Soy yo", "user: Esto no se puede"]);
  });

  it("is one by one when states are merged that others hold some of", async () => {
    const { before, after } = await merged();
    const own = state(after, { step: "own", context: { own: true } });
    const held = state(before, { step: "held", context: { held: true } });
    sync.cartaai.faults.add({ fault: "refuse", operation: "syncState", status: 503, times: 1 });
    await sync.deliver(says(after, "Soy yo"));
    expect((await sync.deliver(held)).handedBack).toEqual([held]);

    expect(await sync.deliver(copyOf(held, after), own)).toEqual(SETTLED);

    expect(skipped()).toBe(1);
    await settle(held);
    const [shown] = sync.cartaai.conversations().filter(({ userId }) => userId === before.phone);
    expect(shown).toMatchObject({ context: { own: true, held: true } });
  });
});

describe("an event that two conversations are handed at the same moment", () => {
  /** Has `other` happen whole before the n-th request that `first` makes; whether there was one. */
  async function interrupted(n: number, first: () => Promise<unknown>, other: () => Promise<unknown>) {
    let seen = 0;
    for (const each of [sync.between.dynamodb, sync.between.cartaai]) {
      each.intercept(async () => {
        seen += 1;
        if (seen === n) await other();
        return undefined;
      });
    }
    await first();
    for (const each of Object.values(sync.between)) each.reset();
    return seen >= n;
  }

  async function play(n: number, isJoined: boolean, isNewerFirst: boolean) {
    const { before, after } = await merged();
    if (isJoined) await sync.deliver(says(after, "Soy yo"));
    const old = says(before, "una vez");
    const [one, other] = isNewerFirst ? [copyOf(old, after), old] : [old, copyOf(old, after)];
    const [here, there] = [sync.lambda(), sync.lambda()];
    const wasInterrupted = await interrupted(
      n,
      () => here.deliver(one),
      () => there.deliver(other),
    );
    sync.time.now += MINUTE;
    await settle(one, other);
    const times = saidSince(before).filter((line) => line === "user: una vez").length;
    return { wasInterrupted, times };
  }

  it.each([
    { isJoined: false, isNewerFirst: false },
    { isJoined: false, isNewerFirst: true },
    { isJoined: true, isNewerFirst: false },
    { isJoined: true, isNewerFirst: true },
  ])(
    "is applied once, whichever request the other one comes before: %o",
    async ({ isJoined, isNewerFirst }) => {
      let n = 1;
      for (; ; n++) {
        const { wasInterrupted, times } = await play(n, isJoined, isNewerFirst);
        expect({ n, times }).toEqual({ n, times: 1 });
        if (!wasInterrupted) break;
      }
      expect(n).toBeGreaterThan(4);
    },
  );
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
