import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { newConversation, order, SUSHI_SAKURA, says, state } from "../support/conversations.ts";
import { eventually } from "../support/eventually.ts";
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

/** Conversations whose sessions are open already, so that one call is all that an event takes. */
async function openConversations(count: number) {
  const conversations = Array.from({ length: count }, () => newConversation());
  await sync.deliver(...conversations.map((conversation) => says(conversation, "Buenas tardes a todos")));
  return conversations;
}

describe("one conversation in a batch", () => {
  it("is written in the batch's order, whatever the events are", async () => {
    const ana = newConversation();
    const batch = [
      says(ana, "Quiero dos lomos saltados"),
      says(ana, "¿Para recoger o a domicilio?", { role: "bot" }),
      order(ana, "order-1"),
      says(ana, "A domicilio, por favor"),
      state(ana, { intent: "order", context: { currentOrderId: "order-1" } }),
      says(ana, "¡Gracias por su pedido!", { role: "bot" }),
    ];

    expect(await sync.deliver(...batch)).toEqual(SETTLED);

    const written = sync.cartaai.ledger().entries.filter(({ userId }) => userId === ana.phone);
    expect(written.map((entry) => (entry.kind === "message" ? entry.content : entry.kind))).toEqual([
      "Quiero dos lomos saltados",
      "¿Para recoger o a domicilio?",
      "order",
      "A domicilio, por favor",
      "state",
      "¡Gracias por su pedido!",
    ]);
  });

  it("is written one call at a time", async () => {
    const [ana = newConversation()] = await openConversations(1);
    await sync.reset();
    sync.cartaai.faults.add({ fault: "slow", operation: "addMessage", ms: 1 });
    const delivery = sync.deliver(says(ana, "primero"), says(ana, "segundo"));

    await eventually(() => expect(sync.held.count()).toBe(1));
    expect(sync.calls()).toEqual(["addMessage"]);
    sync.held.release();
    await eventually(() => expect(sync.held.count()).toBe(1));
    expect(sync.calls()).toEqual(["addMessage", "addMessage"]);
    sync.held.release();

    expect(await delivery).toEqual(SETTLED);
    expect(sync.cartaai.ledger().overwritten).toEqual([]);
  });
});

describe("ten conversations in a batch", () => {
  it("are written at the same time", async () => {
    const conversations = await openConversations(10);
    sync.cartaai.faults.add({ fault: "slow", operation: "addMessage", ms: 100 });
    const delivery = sync.deliver(...conversations.map((each) => says(each, "¿Están abiertos ahora?")));

    await eventually(() => expect(sync.held.count()).toBe(10));
    sync.held.release();

    expect(await delivery).toEqual(SETTLED);
  });

  it("are opened at the same time, when they are all new", async () => {
    sync.cartaai.faults.add({ fault: "slow", operation: "openConversation", ms: 100 });
    const batch = Array.from({ length: 10 }, () => says(newConversation(), "Hola, buenas noches"));
    const delivery = sync.deliver(...batch);

    await eventually(() => expect(sync.held.count()).toBe(10));
    sync.held.release();

    expect(await delivery).toEqual(SETTLED);
  });

  it("do not notice that one of them has to wait", async () => {
    const conversations = await openConversations(10);
    const [unlucky = newConversation(), ...others] = conversations;
    const first = says(unlucky, "se rechaza por ahora");
    const second = says(unlucky, "va detrás del rechazado");
    await refuseTemporarily("se rechaza por ahora");

    const outcome = await sync.deliver(first, ...others.map((each) => says(each, "Hola otra vez")), second);

    expect(outcome).toEqual({ handedBack: [first, second], seconds: [1, 1] });
    for (const each of others) expect(sync.transcript(each).at(-1)).toBe("user: Hola otra vez");
    expect(sync.transcript(unlucky)).toEqual(["user: Buenas tardes a todos"]);
  });
});

/** CartaAI is too busy for messages with this text, and for no others. */
async function refuseTemporarily(content: string) {
  sync.between.cartaai.intercept(({ body }) =>
    Buffer.from(body).includes(JSON.stringify(content))
      ? { status: 429, headers: { "content-type": "application/json" }, body: '{"type":"3"}' }
      : undefined,
  );
}

describe("what has been delivered before", () => {
  it("is applied once, however the batches are cut the next time", async () => {
    const ana = newConversation();
    const [one, two, three] = [says(ana, "línea uno"), says(ana, "línea dos"), says(ana, "línea tres")];

    expect(await sync.deliver(one, two)).toEqual(SETTLED);
    expect(await sync.deliver(one)).toEqual(SETTLED);
    expect(await sync.deliver(two, three)).toEqual(SETTLED);
    expect(await sync.deliver(one, two, three)).toEqual(SETTLED);

    expect(sync.transcript(ana)).toEqual(["user: línea uno", "user: línea dos", "user: línea tres"]);
    expect(sync.counted("EventsSkipped", { reason: "already-applied" })).toBe(5);
  });

  it("is applied once when it is twice in one batch", async () => {
    const ana = newConversation();
    const twice = says(ana, "doble en el lote");

    expect(await sync.deliver(twice, says(ana, "entre los dos"), { ...twice })).toEqual(SETTLED);

    expect(sync.transcript(ana)).toEqual(["user: doble en el lote", "user: entre los dos"]);
  });

  it("is recognised long after SQS has forgotten it, and behind many others", async () => {
    const ana = newConversation();
    const early = says(ana, "lo primero de todo");
    await sync.deliver(early);
    for (let batch = 0; batch < 5; batch++) {
      await sync.deliver(...Array.from({ length: 9 }, (_, index) => says(ana, `línea ${batch}.${index}`)));
    }
    sync.time.now += 8 * 24 * 60 * 60 * 1000;

    expect(await sync.deliver(early)).toEqual(SETTLED);

    expect(sync.transcript(ana)).toHaveLength(46);
  });

  it("goes on where the failure was, with nothing repeated and nothing left out", async () => {
    const ana = newConversation();
    const batch = ["antes", "durante", "después"].map((word) => says(ana, `pedido ${word} del fallo`));
    await refuseTemporarily("pedido durante del fallo");

    const outcome = await sync.deliver(...batch);
    expect(outcome.handedBack).toEqual(batch.slice(1));
    await sync.reset();
    expect(await sync.deliver(...batch)).toEqual(SETTLED);

    expect(sync.transcript(ana)).toEqual([
      "user: pedido antes del fallo",
      "user: pedido durante del fallo",
      "user: pedido después del fallo",
    ]);
  });
});

describe("the same event id at two businesses", () => {
  it("is two events", async () => {
    const { subDomain, localId, botId } = SUSHI_SAKURA;
    const ana = newConversation();
    const elsewhere = { ...ana, subDomain, localId, botId };
    const event = says(ana, "mismo id en dos locales");

    await sync.deliver(event);
    expect(await sync.deliver({ ...event, conversation: elsewhere })).toEqual(SETTLED);
    expect(await sync.deliver({ ...event, conversation: elsewhere }, event)).toEqual(SETTLED);

    expect(sync.transcript(ana)).toEqual(["user: mismo id en dos locales"]);
    expect(sync.transcript(elsewhere)).toEqual(["user: mismo id en dos locales"]);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
