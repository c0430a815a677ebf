import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fromItem, toItem } from "../../functions/aws/items.ts";
import { sessionKey } from "../../functions/sessions/session.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { SESSIONS_TABLE } from "../../lib/resources.ts";
import { json } from "../../local/http/reply.ts";
import { newConversation, says } from "../support/conversations.ts";
import { eventually } from "../support/eventually.ts";
import { awsFailure, type Interceptor, onAction } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { SETTLED, type SyncBench, startSyncBench } from "../support/sync-bench.ts";

vi.setConfig(PATIENT);

let sync: SyncBench;

beforeAll(async () => {
  sync = await startSyncBench();
});
afterEach(() => sync.reset());
afterAll(() => sync.stop());

async function known(): Promise<Conversation> {
  const ana = newConversation();
  await sync.deliver(says(ana, "Hola, tomen nota"));
  await sync.reset();
  return ana;
}

const saidSince = (conversation: Conversation) => sync.transcript(conversation).slice(1);

/** Intercepts from the nth request of an action on. */
function fromThe(nth: number, interceptor: Interceptor): Interceptor {
  let seen = 0;
  return (request, forward) => {
    seen += 1;
    return seen < nth ? undefined : interceptor(request, forward);
  };
}

describe("when the table cannot be read", () => {
  const outages: [string, Interceptor][] = [
    ["it fails", () => awsFailure],
    ["it breaks connections", () => "break"],
    ["it leaves everything undone", leaveUndone],
  ];

  it.each(outages)(
    "everything is handed back, longer each time, and nothing is applied: %s",
    async (_, fault) => {
      const people = [await known(), await known(), newConversation()];
      const events = people.map((each) => says(each, "durante el apagón"));
      sync.between.dynamodb.intercept(onAction(["BatchGetItem"], fault));

      expect(await sync.deliver(...events)).toEqual({ handedBack: events, seconds: [1, 1, 1] });
      expect(await sync.deliver(...events)).toEqual({ handedBack: events, seconds: [2, 2, 2] });
      expect(await sync.deliver(...events)).toEqual({ handedBack: events, seconds: [4, 4, 4] });
      expect(sync.calls()).toEqual([]);
      expect(await sync.deadLetters()).toEqual([]);

      sync.between.dynamodb.reset();
      expect(await sync.deliver(...events)).toEqual(SETTLED);
      for (const each of people) expect(sync.transcript(each).at(-1)).toBe("user: durante el apagón");
    },
  );

  it("a malformed neighbour is put aside all the same", async () => {
    const event = says(await known(), "durante el apagón");
    const malformed = { ...says(newConversation(), "x"), version: 77 };
    sync.between.dynamodb.intercept(() => "break");

    // @ts-expect-error it is no event of this version
    expect((await sync.deliver(event, malformed)).handedBack).toEqual([event]);
    expect(await sync.deadLetters()).toMatchObject([{ told: { reason: "unsupported-version" } }]);
  });
});

/** DynamoDB under pressure: it answers, and has done nothing of what it was asked for. */
const leaveUndone: Interceptor = ({ body }) => {
  const { RequestItems } = JSON.parse(Buffer.from(body).toString());
  return json(200, { Responses: {}, UnprocessedKeys: RequestItems });
};

describe("when an attempt cannot be written down", () => {
  it("CartaAI is not called, and the event waits", async () => {
    const ana = await known();
    const event = says(ana, "sin constancia no se hace");
    sync.between.dynamodb.intercept(onAction(["PutItem"], () => awsFailure));

    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    expect(sync.calls()).toEqual([]);

    sync.between.dynamodb.reset();
    expect(await sync.deliver(event)).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["user: sin constancia no se hace"]);
  });
});

describe("when the end of a batch cannot be recorded", () => {
  const crashes: [string, Interceptor][] = [
    [
      "neither the session nor the marks",
      onAction(
        ["PutItem", "BatchWriteItem"],
        fromThe(3, () => awsFailure),
      ),
    ],
    [
      "not the session",
      onAction(
        ["PutItem"],
        fromThe(3, () => awsFailure),
      ),
    ],
    ["not the marks", onAction(["BatchWriteItem"], () => awsFailure)],
  ];

  it.each(crashes)("everything comes back, and stands there once: %s", async (_, crash) => {
    // Was merged with another conversation, so that its events are marked at once.
    const ana = { ...(await known()), formerKeys: ["PE.before"] };
    const batch = [says(ana, "antes de la caída"), says(ana, "justo en la caída")];
    sync.between.dynamodb.intercept(crash);

    expect((await sync.deliver(...batch)).handedBack).toEqual(batch);
    sync.between.dynamodb.reset();
    expect(await sync.deliver(...batch)).toEqual(SETTLED);
    expect(await sync.deliver(...batch, says(ana, "y la vida sigue"))).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual([
      "user: antes de la caída",
      "user: justo en la caída",
      "user: y la vida sigue",
    ]);
  });
});

describe("a session that cannot be understood", () => {
  it("keeps its own events waiting, and costs its neighbours nothing", async () => {
    const [ana, ben] = [await known(), await known()];
    const item = toItem({ pk: sessionKey(ana), revision: "seven", recent: "everything" });
    await sync.stores.tables.client.send(new PutItemCommand({ TableName: SESSIONS_TABLE.name, Item: item }));
    const [stuck, fine] = [says(ana, "mi ficha está rota"), says(ben, "la mía está bien")];

    expect(await sync.deliver(stuck, fine)).toEqual({ handedBack: [stuck], seconds: [1] });

    expect(saidSince(ben)).toEqual(["user: la mía está bien"]);
    expect(saidSince(ana)).toEqual([]);
    expect(await sync.deadLetters()).toEqual([]);
    expect(await storedSession(ana)).toMatchObject({ revision: "seven" });
  });
});

async function storedSession(conversation: Conversation) {
  const { Item: item } = await sync.stores.tables.client.send(
    new GetItemCommand({ TableName: SESSIONS_TABLE.name, Key: toItem({ pk: sessionKey(conversation) }) }),
  );
  return item && fromItem(item);
}

describe("a consumer that was overtaken", () => {
  it("does not write to CartaAI", async () => {
    const ana = await known();
    const event = says(ana, "dos manos, una voz");
    const gate = holdFirst("PutItem");
    const slow = sync.lambda().deliver(event);
    await gate.reached;

    expect(await sync.deliver(event)).toEqual(SETTLED);
    gate.open();
    expect((await slow).handedBack).toEqual([event]);

    expect(saidSince(ana)).toEqual(["user: dos manos, una voz"]);
    expect(sync.calls()).toEqual(["addMessage"]);
    expect(await sync.deliver(event)).toEqual(SETTLED);
  });

  it("does not overwrite what the other has recorded, and what it has done is not done again", async () => {
    const ana = await known();
    const event = says(ana, "llegó mientras tanto");
    sync.cartaai.faults.add({ fault: "slow", operation: "addMessage", ms: 1, times: 1 });
    const slow = sync.lambda().deliver(event);
    await eventually(() => expect(sync.held.count()).toBe(1));

    expect(await sync.deliver(event)).toEqual({ handedBack: [event], seconds: [30] });
    const recorded = await storedSession(ana);
    sync.held.release();
    expect((await slow).handedBack).toEqual([event]);

    expect(await storedSession(ana)).toEqual(recorded);
    expect(await sync.deliver(event)).toEqual(SETTLED);
    expect(await sync.deliver(says(ana, "y ahora lo siguiente"))).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["user: llegó mientras tanto", "user: y ahora lo siguiente"]);
  });
});

/** Holds the first request of an action on its way to DynamoDB; the others pass. */
function holdFirst(action: string) {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  sync.between.dynamodb.intercept(
    onAction([action], async (_, forward) => {
      reached.resolve();
      await opened.promise;
      return await forward();
    }),
  );
  return {
    reached: reached.promise.then(() => sync.between.dynamodb.reset()),
    open: () => opened.resolve(),
  };
}

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
