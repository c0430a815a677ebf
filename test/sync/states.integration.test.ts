import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation, StateEvent } from "../../functions/sync-events/contract.ts";
import { json } from "../../local/http/reply.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { dieAt } from "../support/die-at.ts";
import { eventually } from "../support/eventually.ts";
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
  await sync.deliver(says(ana, "Hola, empecemos"));
  await sync.reset();
  return ana;
}

function sessionOf({ phone }: Conversation) {
  return sync.cartaai
    .conversations()
    .filter(({ userId }) => userId === phone)
    .at(-1);
}

/** The states that CartaAI took, by their steps, in order. */
function stepsOf({ phone }: Conversation): (string | undefined)[] {
  const entries = sync.cartaai.ledger().entries.filter(({ userId }) => userId === phone);
  return entries.flatMap((entry) => (entry.kind === "state" ? [entry.state.step] : []));
}

function stateAt(conversation: Conversation, minute: number, over: Partial<StateEvent> = {}): StateEvent {
  const occurredAt = `2026-05-04T11:${String(minute).padStart(2, "0")}:00.000Z`;
  return state(conversation, { occurredAt, step: `minute-${minute}`, ...over });
}

/** As our replay and AWS's own redrive send it back. */
const replays = {
  "our replay": (event: StateEvent) => recordOf(event, { attributes: { replay: "r-1", class: "exhausted" } }),
  "AWS's redrive": (event: StateEvent) =>
    recordOf(event, { attributes: { class: "permanent", reason: "http-422", attempts: "1" } }),
};

describe("several states of one conversation in a batch", () => {
  it("take one call, which holds what only the older ones told", async () => {
    const ana = await known();

    const batch = [
      stateAt(ana, 1, {
        intent: "menu",
        context: { orderTotal: 20, deliveryAddress: { street: "Av. Sol 1" } },
      }),
      says(ana, "entre dos estados"),
      stateAt(ana, 2, { intent: "order", context: { orderTotal: 35 }, metadata: { language: "es" } }),
      stateAt(ana, 3, { intent: "payment", context: { paymentMethod: "yape" } }),
    ];
    expect(await sync.deliver(...batch)).toEqual(SETTLED);

    expect(sync.calls().toSorted()).toEqual(["addMessage", "syncState"]);
    expect(sessionOf(ana)).toMatchObject({
      currentIntent: "payment",
      currentStep: "minute-3",
      context: { orderTotal: 35, deliveryAddress: { street: "Av. Sol 1" }, paymentMethod: "yape" },
      metadata: { language: "es" },
    });
    expect(sync.counted("EventsApplied", { type: "state" })).toBe(3);
    expect(await sync.deliver(...batch)).toEqual(SETTLED);
    expect(stepsOf(ana)).toEqual(["minute-3"]);
  });

  it("are not drawn past an order, nor past the end of the conversation", async () => {
    const ana = await known();

    const batch = [
      stateAt(ana, 1),
      stateAt(ana, 2),
      order(ana, "order-12"),
      stateAt(ana, 3, { context: { currentOrderId: null } }),
      stateAt(ana, 4, { isActive: false }),
      stateAt(ana, 5),
    ];
    expect(await sync.deliver(...batch)).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-2", "minute-4", "minute-5"]);
    const own = sync.cartaai.conversations().filter(({ userId }) => userId === ana.phone);
    expect(own.map(({ currentStep, isActive }) => [currentStep, isActive])).toEqual([
      ["minute-4", false],
      ["minute-5", true],
    ]);
  });

  it("come back together when what stands between them has to wait", async () => {
    const ana = await known();
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429, times: 1 });
    const batch = [stateAt(ana, 1), says(ana, "tiene que esperar"), stateAt(ana, 2)];

    expect((await sync.deliver(...batch)).handedBack).toEqual(batch);
    expect(stepsOf(ana)).toEqual([]);
    expect(await sync.deliver(...batch)).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-2"]);
  });

  it("are taken one by one when they are refused together, so that only the wrong one is put aside", async () => {
    const ana = await known();
    sync.between.cartaai.intercept(({ body }) =>
      Buffer.from(body).includes('"poison":true') ? json(422, { type: "3", data: null }) : undefined,
    );
    const poisoned = stateAt(ana, 2, { context: { poison: true } });
    const batch = [
      stateAt(ana, 1, { context: { first: 1 } }),
      poisoned,
      stateAt(ana, 3, { context: { third: 3 } }),
      says(ana, "después de los estados"),
    ];

    expect(await sync.deliver(...batch)).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-1", "minute-3"]);
    expect(sessionOf(ana)?.context).toMatchObject({ first: 1, third: 3 });
    const letters = await sync.deadLetters();
    expect(letters.map(({ body }) => JSON.parse(body))).toEqual([poisoned]);
    expect(letters[0]?.told).toMatchObject({ class: "permanent", reason: "http-422", httpStatus: "422" });
  });
});

describe("a state that comes back late", () => {
  it.each(Object.entries(replays))("does not turn the conversation back: %s", async (_, replayed) => {
    const ana = await known();
    const old = stateAt(ana, 1, { context: { orderTotal: 1 } });
    await sync.deliver(stateAt(ana, 5, { context: { orderTotal: 5 } }));

    expect(await sync.deliver(replayed(old))).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-5"]);
    expect(sync.counted("EventsSkipped", { reason: "superseded" })).toBe(1);
  });

  it.each(Object.entries(replays))("does not swallow a fresh one in its batch: %s", async (_, replayed) => {
    const ana = await known();
    const old = stateAt(ana, 1, { context: { orderTotal: 1 } });
    const fresh = stateAt(ana, 5, { context: { orderTotal: 5 } });

    expect(await sync.deliver(fresh, says(ana, "en medio de todo"), replayed(old))).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-5"]);
    expect(sessionOf(ana)).toMatchObject({ context: { orderTotal: 5 } });
  });

  it("is applied when nothing newer has come", async () => {
    const ana = await known();
    await sync.deliver(stateAt(ana, 1));

    expect(await sync.deliver(replays["our replay"](stateAt(ana, 2)))).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-1", "minute-2"]);
  });
});

describe("states that arrive in the ordinary way", () => {
  it("are applied as they come, whatever clock they were stamped with", async () => {
    const ana = await known();

    await sync.deliver(stateAt(ana, 9));
    expect(await sync.deliver(stateAt(ana, 3))).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-9", "minute-3"]);
  });
});

describe("a state that nobody answered", () => {
  it("is waited for before a newer one is sent, which it could undo if it is applied late", async () => {
    const ana = await known();
    const [older, newer] = [stateAt(ana, 1), stateAt(ana, 2)];
    sync.cartaai.faults.add({ fault: "lateApply", operation: "syncState", ms: 1, times: 1 });
    await sync.lambda({ CONVERSATION_API_TIMEOUT: "0.5" }).deliver(older);

    expect(await sync.deliver(older, newer)).toEqual({ handedBack: [older, newer], seconds: [30, 30] });
    sync.held.release();
    await eventually(() => expect(stepsOf(ana)).toEqual(["minute-1"]));
    sync.time.now += 30_000;
    expect(await sync.deliver(older, newer)).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-1", "minute-2"]);
  });

  it("holds nothing up when it was answered, though with an error", async () => {
    const ana = await known();
    const event = stateAt(ana, 1);
    sync.cartaai.faults.add({ fault: "applyThenFail", operation: "syncState", status: 500, times: 1 });
    await sync.deliver(event);

    expect(await sync.deliver(event)).toEqual(SETTLED);
  });
});

describe("a state that may stand, though nobody told", () => {
  /** CartaAI takes the state, and its answer is lost. */
  const takeAndFail = () =>
    sync.cartaai.faults.add({ fault: "applyThenFail", operation: "syncState", status: 500, times: 1 });
  const refuse = (times: number) =>
    sync.cartaai.faults.add({ fault: "refuse", operation: "syncState", status: 422, times });
  const reasons = async () => (await sync.deadLetters()).map(({ told }) => told["reason"]);

  it("is not turned back by an older one that was merged into it, when both are refused later", async () => {
    const ana = await known();
    const older = stateAt(ana, 2, { context: { second: 2 } });
    const newer = stateAt(ana, 3, { context: { third: 3 } });
    takeAndFail();
    await sync.deliver(older, newer);
    refuse(2);

    expect(await sync.deliver(older, newer)).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-3"]);
    expect(await reasons()).toEqual(["newer-state-may-stand", "http-422"]);
    expect(await sync.deliver(...[older, newer].map(replays["our replay"]))).toEqual(SETTLED);
    expect(stepsOf(ana)).toEqual(["minute-3", "minute-3"]);
    expect(sessionOf(ana)?.context).toMatchObject({ second: 2, third: 3 });
  });

  it("keeps what the older one carried, if it does not stand after all", async () => {
    const ana = await known();
    const older = stateAt(ana, 2, { context: { second: 2 } });
    const newer = stateAt(ana, 3, { context: { third: 3 } });
    sync.cartaai.faults.add({ fault: "refuse", operation: "syncState", status: 503, times: 1 });
    await sync.deliver(older, newer);
    refuse(2);
    await sync.deliver(older, newer);

    expect(await sync.deliver(...[older, newer].map(replays["AWS's redrive"]))).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-3"]);
    expect(sessionOf(ana)?.context).toMatchObject({ second: 2, third: 3 });
  });

  it("is not turned back by an older one that comes again without it", async () => {
    const ana = await known();
    const [older, newer] = [stateAt(ana, 2), stateAt(ana, 3)];
    takeAndFail();
    await sync.deliver(older, newer);

    expect(await sync.deliver(older)).toEqual(SETTLED);
    expect(await sync.deliver(newer)).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-3", "minute-3"]);
    expect(await reasons()).toEqual(["newer-state-may-stand"]);
    expect(await sync.deliver(replays["our replay"](older))).toEqual(SETTLED);
    expect(sync.counted("EventsSkipped", { reason: "superseded" })).toBe(1);
  });

  it("is not turned back by an older one that comes back late", async () => {
    const ana = await known();
    const [older, newer] = [stateAt(ana, 2), stateAt(ana, 3)];
    refuse(1);
    await sync.deliver(older);
    takeAndFail();
    await sync.deliver(newer);
    refuse(1);
    await sync.deliver(newer);

    expect(await sync.deliver(replays["our replay"](older))).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-3"]);
    expect(await reasons()).toEqual(["http-422", "http-422", "newer-state-may-stand"]);
  });

  it("is known to the next process, if one dies before it has noted anything", async () => {
    const ana = await known();
    const [older, newer] = [stateAt(ana, 2), stateAt(ana, 3)];
    const death = dieAt(sync.between, 1, "after", ({ path }) => path.endsWith("/sync"));
    void sync.deliver(older, newer);
    await death;
    await sync.reset();
    refuse(2);

    expect(await sync.deliver(older, newer)).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-3"]);
  });

  it("does not hinder a newer one, whatever clock that was stamped with", async () => {
    const ana = await known();
    takeAndFail();
    const first = stateAt(ana, 9);
    await sync.deliver(first);

    expect(await sync.deliver(first, stateAt(ana, 3))).toEqual(SETTLED);
    expect(await sync.deliver(stateAt(ana, 2))).toEqual(SETTLED);

    expect(stepsOf(ana)).toEqual(["minute-9", "minute-3", "minute-2"]);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
