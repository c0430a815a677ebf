import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { toItem } from "../../functions/aws/items.ts";
import { markKey } from "../../functions/sessions/applied-marks.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { SESSIONS_TABLE } from "../../lib/resources.ts";
import { newConversation, says, state } from "../support/conversations.ts";
import { awsFailure } from "../support/interposed.ts";
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

describe("a conversation with more dead letters than its session remembers", () => {
  async function refused(count: number) {
    const ana = await known();
    const letters = Array.from({ length: count }, (_, index) => says(ana, `Rechazado ${index}`));
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: count });
    for (const letter of letters) expect(await sync.deliver(letter)).toEqual(SETTLED);
    return { ana, letters };
  }

  it("skips a repetition of each of them, and applies the replay of each once", async () => {
    const { ana, letters } = await refused(67);
    await sync.deliver(says(ana, "Esto sí"));

    expect(await sync.deliver(...letters)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: Esto sí"]);
    expect(sync.counted("EventsSkipped", { reason: "put-aside" })).toBe(67);
    const replayed = letters.map((letter) => recordOf(letter, { attributes: { class: "permanent" } }));
    expect(await sync.deliver(...replayed)).toEqual(SETTLED);
    expect(await sync.deliver(...letters)).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["user: Esto sí", ...letters.map(({ content }) => `user: ${content}`)]);
  });

  it("does not go by memory about those that it has forgotten", async () => {
    const { ana, letters } = await refused(41);
    await sync.deliver(says(ana, "Esto sí"));

    expect(await sync.deliver(...letters.slice(0, 1))).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: Esto sí"]);
  });

  it("forgets none that could not be marked", async () => {
    const { ana, letters } = await refused(40);
    const last = says(ana, "Rechazado al final");
    refuseOnce("addMessage");
    sync.between.dynamodb.intercept(({ action, body }) =>
      action === "PutItem" && Buffer.from(body).includes('"aside":{"S"') ? awsFailure : undefined,
    );
    expect((await sync.deliver(last)).handedBack).toEqual([last]);
    sync.between.dynamodb.reset();

    expect(await sync.deliver(...letters, last)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual([]);
  });

  it("leaves the mark of one that was applied in the meantime", async () => {
    const { ana, letters } = await refused(1);
    const [first] = letters;
    const pk = markKey({ subDomain: ana.subDomain, event: eventHash(first?.id ?? "") });
    const item = toItem({ pk, expiresAt: 2_000_000_000 });
    await sync.stores.tables.client.send(new PutItemCommand({ TableName: SESSIONS_TABLE.name, Item: item }));
    const others = Array.from({ length: 40 }, (_, index) => says(ana, `Rechazado después ${index}`));
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 40 });
    for (const other of others) await sync.deliver(other);

    const replayed = letters.map((letter) => recordOf(letter, { attributes: { class: "permanent" } }));
    expect(await sync.deliver(...replayed)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual([]);
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
