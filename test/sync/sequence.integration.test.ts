import type { SQSRecord } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { toQueueMessage, toQueueText } from "../../functions/sync-events/queue-message.ts";
import { json } from "../../local/http/reply.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { awsFailure, onAction } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { type Delivered, recordOf, SETTLED, type SyncBench, startSyncBench } from "../support/sync-bench.ts";

vi.setConfig(PATIENT);

let sync: SyncBench;

beforeAll(async () => {
  sync = await startSyncBench();
});
afterEach(() => sync.reset());
afterAll(() => sync.stop());

async function known(): Promise<Conversation> {
  const ana = newConversation();
  await sync.deliver(says(ana, "Hola, quería cenar"));
  await sync.reset();
  return ana;
}

const saidSince = (conversation: Conversation) => sync.transcript(conversation).slice(1);

/** What a turn came to. */
const outcomeFor = (ana: Conversation) =>
  [
    says(ana, "Aquí está la carta", { role: "bot" }),
    says(ana, "¿Algo más?", { role: "bot" }),
    state(ana, { step: "cart" }),
    order(ana, "A-7"),
  ] as const;

const shown = (ana: Conversation) =>
  sync.cartaai.conversations().find(({ userId }) => userId === ana.phone)?.currentStep;

/** Has CartaAI refuse what holds this text. */
function refuse(text: string, status: number): void {
  sync.between.cartaai.intercept(({ body }) =>
    Buffer.from(body).toString().includes(text) ? json(status, { type: "3" }) : undefined,
  );
}

/** The record as it comes with its body changed. */
function changed(record: SQSRecord, change: (events: unknown[]) => unknown[]): SQSRecord {
  const body = JSON.parse(record.body);
  return { ...record, body: toQueueText({ ...body, events: change(body.events) }) };
}

describe("what a turn came to", () => {
  it("reaches CartaAI in its order, together with what travels alone", async () => {
    const ana = await known();

    expect(await sync.deliver(says(ana, "La carta"), outcomeFor(ana), says(ana, "Gracias"))).toEqual(SETTLED);

    expect(sync.calls()).toEqual([
      "addMessage",
      "addMessage",
      "addMessage",
      "syncState",
      "linkOrder",
      "addMessage",
    ]);
    expect(saidSince(ana)).toEqual([
      "user: La carta",
      "bot: Aquí está la carta",
      "bot: ¿Algo más?",
      "user: Gracias",
    ]);
    expect(shown(ana)).toBe("cart");
  });

  it("costs one read and no visibility change, as a single event does", async () => {
    const ana = await known();
    expect(await sync.deliver(outcomeFor(ana))).toEqual(SETTLED);

    const reads = sync.between.dynamodb.requests().filter(({ action }) => action === "BatchGetItem");
    expect(reads).toHaveLength(1);
    expect(sync.between.sqs.requests()).toEqual([]);
  });

  it("is recognised when it comes again", async () => {
    const ana = await known();
    const outcome = outcomeFor(ana);
    await sync.deliver(outcome);
    await sync.deliver(says(ana, "Gracias"));

    expect(await sync.deliver(outcome)).toEqual(SETTLED);
    expect(await sync.deliver(recordOf(outcome))).toEqual(SETTLED);

    expect(sync.calls()).toHaveLength(5);
    expect(sync.counted("EventsSkipped", { reason: "already-applied" })).toBe(4);
  });

  it("sends the last of several turns' states alone", async () => {
    const ana = await known();
    const turns = ["one", "two", "three"].map((step) => [
      says(ana, step, { role: "bot" }),
      state(ana, { step }),
    ]);

    expect(await sync.deliver(...turns)).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["addMessage", "addMessage", "addMessage", "syncState"]);
    expect(shown(ana)).toBe("three");
  });
});

describe("when the second of its events has to wait", () => {
  it("comes back as one record, and what was applied is not applied again, nor told of each time", async () => {
    const ana = await known();
    const [outcome, next] = [outcomeFor(ana), says(ana, "Gracias")];
    refuse("¿Algo más?", 503);

    expect(await sync.deliver(outcome, next)).toEqual({ handedBack: [outcome, next], seconds: [1, 1] });
    expect(await sync.deliver(outcome, next)).toEqual({ handedBack: [outcome, next], seconds: [2, 2] });
    expect(saidSince(ana)).toEqual(["bot: Aquí está la carta"]);

    sync.between.cartaai.reset();
    expect(await sync.deliver(outcome, next)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["bot: Aquí está la carta", "bot: ¿Algo más?", "user: Gracias"]);
    expect(sync.counted("EventsSkipped")).toBe(0);
  });

  it("does not hold up another conversation", async () => {
    const [ana, ben] = [await known(), await known()];
    const [stuck, fine] = [outcomeFor(ana), outcomeFor(ben)];
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 503, times: 1 });

    const { handedBack } = await sync.deliver(stuck, fine);
    expect(handedBack).toHaveLength(1);
    expect(await sync.deliver(...handedBack)).toEqual(SETTLED);
    for (const each of [ana, ben]) expect(saidSince(each)).toHaveLength(2);
  });
});

describe("when the Lambda dies in between", () => {
  it.each([1, 2, 3])("nothing is lost or doubled, whatever could be recorded last: %s", async (writes) => {
    const ana = await known();
    const outcome = outcomeFor(ana);
    let written = 0;
    sync.between.dynamodb.intercept(
      onAction(["PutItem", "BatchWriteItem"], () => {
        written += 1;
        return written > writes ? awsFailure : undefined;
      }),
    );
    expect((await sync.deliver(outcome)).handedBack).toEqual([outcome]);

    sync.between.dynamodb.reset();
    expect(await sync.deliver(outcome)).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["bot: Aquí está la carta", "bot: ¿Algo más?"]);
    expect(shown(ana)).toBe("cart");
  });

  it("nothing is doubled, however many events a batch holds and however often its end is lost", async () => {
    const ana = await known();
    const lines = Array.from({ length: 90 }, (_, index) => says(ana, `Línea ${index}`, { role: "bot" }));
    let waiting: readonly Delivered[] = [lines.slice(0, 30), lines.slice(30, 60), lines.slice(60)];
    let failures = 3;
    sync.between.dynamodb.intercept(
      onAction(["BatchWriteItem"], () => (failures-- > 0 ? awsFailure : undefined)),
    );

    for (let times = 0; waiting.length > 0 && times < 20; times++) {
      waiting = (await sync.deliver(...waiting)).handedBack;
    }

    expect(waiting).toEqual([]);
    expect(sync.calls()).toHaveLength(90);
    expect(saidSince(ana).slice(-1)).toEqual(["bot: Línea 89"]);
  });
});

describe("one of its events that CartaAI refuses for good", () => {
  it("is a dead letter of its own, and the others go on", async () => {
    const ana = await known();
    const outcome = outcomeFor(ana);
    refuse("¿Algo más?", 422);

    expect(await sync.deliver(outcome)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["bot: Aquí está la carta"]);
    expect(shown(ana)).toBe("cart");
    const { body, groupId } = toQueueMessage(outcome[1]);
    expect(await sync.deadLetters()).toMatchObject([{ body, groupId, told: { reason: "http-422" } }]);
  });

  it("stays behind when the record comes again, and comes back by a replay", async () => {
    const ana = await known();
    const outcome = outcomeFor(ana);
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 1 });
    sync.cartaai.faults.add({ fault: "refuse", operation: "linkOrder", status: 503, times: 1 });

    expect((await sync.deliver(outcome)).handedBack).toEqual([outcome]);
    expect(await sync.deliver(outcome)).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["bot: ¿Algo más?"]);
    expect(await sync.deadLetters()).toHaveLength(1);

    expect(await sync.deliver(recordOf(outcome[0], { attributes: { class: "permanent" } }))).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["bot: ¿Algo más?", "bot: Aquí está la carta"]);
  });

  it("is a dead letter beside another one of the same record", async () => {
    const ana = await known();
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 2 });
    const outcome = outcomeFor(ana);

    expect(await sync.deliver(outcome)).toEqual(SETTLED);

    const bodies = (await sync.deadLetters()).map(({ body }) => body);
    expect(bodies).toEqual(outcome.slice(0, 2).map((event) => toQueueMessage(event).body));
  });
});

describe("something in it that is no event", () => {
  it("is a dead letter of its own, and its neighbours are applied", async () => {
    const ana = await known();
    const record = changed(recordOf(outcomeFor(ana)), ([first, , ...others]) => [
      first,
      { version: 2, type: "poem", note: "ﷺ 🍋" },
      ...others,
    ]);

    expect(await sync.deliver(record)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["bot: Aquí está la carta"]);
    expect(shown(ana)).toBe("cart");
    const [letter, ...others] = await sync.deadLetters();
    expect(letter).toMatchObject({ told: { class: "malformed", reason: "malformed-event" } });
    expect(JSON.parse(letter?.body ?? "")).toEqual({ version: 2, type: "poem", note: "ﷺ 🍋" });
    expect(others).toEqual([]);
  });

  it("is put aside once, however often its neighbours have to wait", async () => {
    const ana = await known();
    const record = changed(recordOf(outcomeFor(ana)), (events) => [...events, 7]);
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 503, times: 2 });

    expect((await sync.deliver(record)).handedBack).toEqual([record]);
    expect((await sync.deliver(record)).handedBack).toEqual([record]);
    expect(await sync.deadLetters()).toEqual([]);
    expect(await sync.deliver(record)).toEqual(SETTLED);

    expect(await sync.deadLetters()).toMatchObject([{ body: "7", told: { class: "malformed" } }]);
  });

  it("keeps the record where it is while it cannot be put aside", async () => {
    const ana = await known();
    const record = changed(recordOf(outcomeFor(ana)), (events) => [...events, 7]);
    sync.between.sqs.intercept(onAction(["SendMessageBatch"], () => "break"));

    expect((await sync.deliver(record)).handedBack).toEqual([record]);
    sync.between.sqs.reset();
    expect(await sync.deliver(record)).toEqual(SETTLED);

    expect(saidSince(ana)).toHaveLength(2);
    expect(await sync.deadLetters()).toHaveLength(1);
  });

  it("is the whole record where it cannot be taken apart", async () => {
    const record = { ...recordOf(outcomeFor(newConversation())), body: '{"version":4,"type":"sequence"}' };

    expect(await sync.deliver(record)).toEqual(SETTLED);

    const told = { class: "malformed", reason: "unsupported-version" };
    expect(await sync.deadLetters()).toMatchObject([{ body: record.body, told }]);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
