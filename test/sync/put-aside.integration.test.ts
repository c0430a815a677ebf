import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../functions/sync-events/contract.ts";
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

async function known(): Promise<Conversation> {
  const ana = newConversation();
  await sync.deliver(says(ana, "Hola, quería algo"));
  await sync.reset();
  return ana;
}

const saidSince = (conversation: Conversation) => sync.transcript(conversation).slice(1);

function refuseOnce(operation: "addMessage" | "syncState"): void {
  sync.cartaai.faults.add({ fault: "refuse", operation, status: 422, times: 1 });
}

describe("a batch that comes again although one of its events became a dead letter", () => {
  it("does not bring that event after what has gone on without it", async () => {
    const ana = await known();
    const [refused, next] = [says(ana, "Esto no se puede"), says(ana, "Esto sí se puede")];
    refuseOnce("addMessage");
    expect(await sync.deliver(refused, next)).toEqual(SETTLED);

    // Lambda could not delete the batch.
    expect(await sync.deliver(refused, next)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: Esto sí se puede"]);
    expect(await sync.deadLetters()).toHaveLength(1);
    expect(sync.counted("EventsSkipped", { reason: "put-aside" })).toBe(1);
  });

  it("does not turn the state back", async () => {
    const ana = await known();
    const [refused, next] = [state(ana, { step: "first" }), state(ana, { step: "second" })];
    refuseOnce("syncState");
    expect(await sync.deliver(refused)).toEqual(SETTLED);
    expect(await sync.deliver(next)).toEqual(SETTLED);

    expect(await sync.deliver(refused)).toEqual(SETTLED);

    const [shown] = sync.cartaai.conversations().filter(({ userId }) => userId === ana.phone);
    expect(shown).toMatchObject({ currentStep: "second" });
  });
});

describe("a dead letter that is replayed", () => {
  it("is applied, whatever copies of it were skipped", async () => {
    const ana = await known();
    const refused = says(ana, "A la segunda va");
    refuseOnce("addMessage");
    await sync.deliver(refused);
    await sync.deliver(refused);

    const replayed = recordOf(refused, { attributes: { class: "permanent" } });
    expect(await sync.deliver(replayed)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: A la segunda va"]);
  });

  it("stays in the queue when it has to wait, although a copy of it in the same batch needs nothing", async () => {
    const ana = await known();
    const refused = says(ana, "Que no se pierda");
    refuseOnce("addMessage");
    await sync.deliver(refused);
    const replayed = recordOf(refused, { attributes: { class: "permanent" } });
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429, times: 1 });

    expect((await sync.deliver(refused, replayed)).handedBack).toEqual([replayed]);
    expect(await sync.deliver(replayed)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: Que no se pierda"]);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
