import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { toItem } from "../../functions/aws/items.ts";
import { sessionKey } from "../../functions/sessions/session.ts";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { SESSIONS_TABLE } from "../../lib/resources.ts";
import { newConversation, says, state } from "../support/conversations.ts";
import { awsFailure, onAction } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { SETTLED, type SyncBench, type SyncLambda, startSyncBench } from "../support/sync-bench.ts";

vi.setConfig(PATIENT);

let sync: SyncBench;

beforeAll(async () => {
  sync = await startSyncBench();
});
afterEach(() => sync.reset());
afterAll(() => sync.stop());

/** Something that is said now, a second after what was said before. */
function now<Event extends SyncEvent>(event: Event): Event {
  sync.time.now += 1000;
  return { ...event, occurredAt: new Date(sync.time.now).toISOString() };
}
const speaks = (who: Conversation, text: string) => now(says(who, text));

/** A conversation that a Lambda remembers. */
async function remembered(by: SyncLambda = sync): Promise<Conversation> {
  const ana = newConversation();
  await by.deliver(speaks(ana, "Hola"));
  return ana;
}

async function requestsDuring(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = sync.between.dynamodb.requests().length;
  await work();
  const actions = sync.between.dynamodb.requests().slice(before);
  return Object.fromEntries([...Map.groupBy(actions, ({ action }) => action)].map(([k, v]) => [k, v.length]));
}

const saidSince = (who: Conversation) => sync.transcript(who).slice(1);

describe("a conversation that goes on in one execution environment", () => {
  it("is not read again: two writes are all that a message takes", async () => {
    const ana = await remembered();

    for (const text of ["uno", "dos"]) {
      const requests = await requestsDuring(async () =>
        expect(await sync.deliver(speaks(ana, text))).toEqual(SETTLED),
      );
      expect(requests).toEqual({ PutItem: 2 });
    }
    expect(saidSince(ana)).toEqual(["user: uno", "user: dos"]);
  });

  it("is read for a state alone, which nothing is written down for before it is sent", async () => {
    const ana = await remembered();

    expect(await requestsDuring(() => sync.deliver(now(state(ana))))).toEqual({
      BatchGetItem: 1,
      PutItem: 1,
    });
    expect(await requestsDuring(() => sync.deliver(speaks(ana, "y"), now(state(ana))))).toEqual({
      PutItem: 2,
    });
  });

  it("recognises what it has applied, without asking", async () => {
    const ana = await remembered();
    const once = speaks(ana, "una vez");
    await sync.deliver(once);

    expect(await requestsDuring(() => sync.deliver(once))).toEqual({});
    expect(saidSince(ana)).toEqual(["user: una vez"]);
  });

  it("reads for what is older than anything that has left the watermark", async () => {
    const ana = await remembered();
    const first = speaks(ana, "la primera de todas");
    await sync.deliver(first);
    for (const batch of [20, 20]) {
      const events = Array.from({ length: batch }, (_, index) => speaks(ana, `${batch} ${index}`));
      expect(await sync.deliver(...events)).toEqual(SETTLED);
    }
    const transcript = sync.transcript(ana);

    expect(await requestsDuring(() => sync.deliver(first))).toEqual({ BatchGetItem: 1 });
    expect(sync.transcript(ana)).toEqual(transcript);
    await sync.deliver(speaks(ana, "sigue"));
    expect(await requestsDuring(() => sync.deliver(speaks(ana, "y sigue")))).toEqual({ PutItem: 2 });
  });

  it("is read again after a failure", async () => {
    const ana = await remembered();
    const event = speaks(ana, "sin constancia");
    sync.between.dynamodb.intercept(onAction(["PutItem"], () => awsFailure));
    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    sync.between.dynamodb.reset();

    expect(await requestsDuring(() => sync.deliver(event))).toMatchObject({ BatchGetItem: 1 });
    expect(saidSince(ana)).toEqual(["user: sin constancia"]);
  });
});

describe("a conversation that another execution environment has gone on with", () => {
  it("is read as soon as the first attempt cannot be written down, and goes on at once", async () => {
    const other = sync.lambda();
    const ana = await remembered();
    const there = speaks(ana, "allá");
    await other.deliver(there);
    const here = speaks(ana, "aquí");

    const requests = await requestsDuring(async () => expect(await sync.deliver(here)).toEqual(SETTLED));

    expect(requests).toEqual({ PutItem: 3, BatchGetItem: 1 });
    expect(saidSince(ana)).toEqual(["user: allá", "user: aquí"]);
  });

  it("has what was applied there recognised here", async () => {
    const other = sync.lambda();
    const ana = await remembered();
    const there = speaks(ana, "allá");
    await other.deliver(there);

    expect(await sync.deliver(there)).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["user: allá"]);
  });

  it("is not taken for one that was erased and begun anew there", async () => {
    const other = sync.lambda();
    const ana = await remembered();
    const TableName = SESSIONS_TABLE.name;
    await sync.stores.tables.client.send(
      new DeleteItemCommand({ TableName, Key: toItem({ pk: sessionKey(ana) }) }),
    );
    const there = speaks(ana, "allá, de nuevo");
    await other.deliver(there);

    await sync.deliver(speaks(ana, "aquí"), there);
    expect(saidSince(ana)).toEqual(["user: allá, de nuevo", "user: aquí"]);
  });

  it("waits when the table cannot be read then", async () => {
    const other = sync.lambda();
    const ana = await remembered();
    await other.deliver(speaks(ana, "allá"));
    sync.between.dynamodb.intercept(onAction(["BatchGetItem"], () => awsFailure));
    const here = speaks(ana, "aquí");

    expect((await sync.deliver(here)).handedBack).toEqual([here]);
    sync.between.dynamodb.reset();
    expect(await sync.deliver(here)).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["user: allá", "user: aquí"]);
  });
});

describe("two conversations that turn out to be one person's", () => {
  /** Somebody's conversation, and the same person's as they are known from now on. */
  async function merged() {
    const before = await remembered();
    const after = { ...newConversation(), phone: before.phone, formerKeys: [before.key] };
    return { before, after };
  }
  /** The message as it comes once more, after the two were connected. */
  const again = (event: SyncEvent, conversation: Conversation) => ({ ...event, conversation });

  it("have a message that was applied before recognised after", async () => {
    const { before, after } = await merged();
    const once = speaks(before, "una vez");
    await sync.deliver(once);

    expect(await sync.lambda().deliver(again(once, after))).toEqual(SETTLED);
    expect(saidSince(before)).toEqual(["user: una vez"]);
    expect(sync.counted("EventsSkipped", { reason: "already-applied" })).toBe(1);
  });

  it("have one recognised that has left the watermark since", async () => {
    const { before, after } = await merged();
    const once = speaks(before, "una vez");
    await sync.deliver(once, ...Array.from({ length: 45 }, (_, index) => speaks(before, `${index}`)));
    const transcript = sync.transcript(before);

    expect(await sync.deliver(again(once, after))).toEqual(SETTLED);
    expect(sync.transcript(before)).toEqual(transcript);
  });

  it("have a message that was applied after recognised before, by who remembers the old conversation too", async () => {
    const { before, after } = await merged();
    const once = speaks(before, "una vez");
    const elsewhere = sync.lambda();

    expect(await elsewhere.deliver(again(once, after))).toEqual(SETTLED);
    expect(await sync.deliver(once)).toEqual(SETTLED);
    expect(await sync.deliver(speaks(before, "y sigue"))).toEqual(SETTLED);

    expect(saidSince(before)).toEqual(["user: una vez", "user: y sigue"]);
  });

  it("never go by memory again in the one that was left", async () => {
    const { before, after } = await merged();
    await sync.lambda().deliver(speaks(after, "ya aquí"));
    await sync.deliver(speaks(before, "todavía"));
    const next = speaks(before, "otra vez");
    await sync.lambda().deliver(again(next, after));

    expect(await requestsDuring(() => sync.deliver(next))).toMatchObject({ BatchGetItem: 1 });
    expect(saidSince(before)).toEqual(["user: ya aquí", "user: todavía", "user: otra vez"]);
  });

  it("are so also when nothing was said in the old one yet", async () => {
    const after = { ...newConversation(), formerKeys: ["PE.silent"] };
    const before = { ...after, key: "PE.silent", formerKeys: undefined };
    const [first, second] = [speaks(before, "uno"), speaks(before, "dos")];
    const elsewhere = sync.lambda();

    await elsewhere.deliver(again(first, after));
    await sync.deliver(first, speaks(before, "tres"));
    await elsewhere.deliver(again(second, after));
    expect(await sync.deliver(second)).toEqual(SETTLED);

    expect(sync.transcript(after)).toEqual(["user: uno", "user: tres", "user: dos"]);
  });

  it("wait when the old one's cannot be noted", async () => {
    const { before, after } = await merged();
    const event = speaks(after, "espera");
    sync.between.dynamodb.intercept(onAction(["PutItem"], () => awsFailure));
    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    expect(saidSince(before)).toEqual([]);
    sync.between.dynamodb.reset();

    expect(await sync.deliver(event)).toEqual(SETTLED);
    expect(saidSince(before)).toEqual(["user: espera"]);
  });

  it("take their events from both in one batch", async () => {
    const { before, after } = await merged();
    const [old, shared] = [speaks(before, "vieja"), speaks(before, "de las dos")];

    const outcome = await sync.lambda().deliver(old, again(shared, after));
    for (const event of outcome.handedBack) expect(await sync.deliver(event as SyncEvent)).toEqual(SETTLED);
    expect(await sync.deliver(shared)).toEqual(SETTLED);

    expect(saidSince(before).toSorted()).toEqual(["user: de las dos", "user: vieja"]);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
