import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { newConversation, newUserId, order, says, state } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { sqsRecord } from "../support/sqs-event.ts";
import { SETTLED, type SyncBench, startSyncBench } from "../support/sync-bench.ts";

vi.setConfig(PATIENT);

let sync: SyncBench;

beforeAll(async () => {
  sync = await startSyncBench();
});
afterEach(() => sync.reset());
afterAll(() => sync.stop());

const HOUR = 60 * 60 * 1000;

/** Somebody whose session is open, with nothing recorded of how it came to be. */
async function known(conversation: Conversation = newConversation()) {
  await sync.deliver(says(conversation, "Hola, quisiera pedir algo"));
  await sync.reset();
  return conversation;
}

function sessionsOf({ phone, userId }: Conversation) {
  return sync.cartaai.conversations().filter((each) => each.userId === (phone ?? userId));
}

/** Somebody whom CartaAI knows already, through whatever else writes to it. */
async function openAtCartaAI(conversation: Conversation, userId = conversation.phone ?? "") {
  const { subDomain, localId } = conversation;
  return await askCartaAI("POST", "/api/v1/conversations", { userId, subDomain, localId });
}

async function askCartaAI(method: string, path: string, body: unknown) {
  const response = await fetch(sync.cartaai.url + path, {
    method,
    headers: { "x-service-api-key": "carta_srv_local", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.ok).toBe(true);
}

describe("a conversation's first event", () => {
  it("opens a session for the person, with the business's branch and bot and the person's name", async () => {
    const ana = newConversation();

    expect(await sync.deliver(says(ana, "Hola, ¿qué hay hoy?"))).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["findConversation", "openConversation", "addMessage"]);
    expect(sessionsOf(ana)).toEqual([
      expect.objectContaining({
        userId: ana.phone,
        subDomain: ana.subDomain,
        localId: ana.localId,
        botId: ana.botId,
        metadata: { platform: "whatsapp", customerName: ana.displayName },
      }),
    ]);
    expect(sync.counted("SessionsOpened")).toBe(1);
  });

  it("goes into the session that CartaAI has for the person", async () => {
    const ana = newConversation();
    await openAtCartaAI(ana);
    await sync.reset();

    expect(await sync.deliver(says(ana, "Aquí estoy otra vez"))).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["findConversation", "addMessage"]);
    expect(sessionsOf(ana)).toHaveLength(1);
  });

  it("goes into a session that CartaAI has under the business-scoped user id", async () => {
    const userId = newUserId();
    const ana = newConversation({ key: userId, userId });
    await openAtCartaAI(ana, userId);
    await sync.reset();

    expect(await sync.deliver(says(ana, "Ahora se ve mi número"))).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["findConversation", "findConversation", "addMessage"]);
    expect(sync.cartaai.conversations().filter((each) => each.userId === userId)).toHaveLength(1);
    expect(sessionsOf(ana)).toEqual([]);
  });

  it("opens a session under the business-scoped user id when there is no phone number", async () => {
    const { phone: _none, ...nameless } = newConversation();
    const userId = newUserId();
    const ana = { ...nameless, key: userId, userId };

    expect(await sync.deliver(says(ana, "Escribo sin mostrar número"))).toEqual(SETTLED);

    expect(sync.transcript(ana)).toEqual(["user: Escribo sin mostrar número"]);
  });

  it("does not go into a session that has ended", async () => {
    const ana = newConversation();
    await openAtCartaAI(ana);
    const [ended] = sessionsOf(ana);
    await askCartaAI("POST", `/api/v1/conversations/${ended?.sessionId}/end`, { subDomain: ana.subDomain });

    expect(await sync.deliver(says(ana, "Otro pedido distinto"))).toEqual(SETTLED);

    expect(sessionsOf(ana)).toHaveLength(2);
    expect(sync.cartaai.transcript(ana.phone ?? "", ana.subDomain)[0]?.sessionId).not.toBe(ended?.sessionId);
  });
});

describe("a known session", () => {
  it("takes one call for a message of the customer, one for the bot's, and one for the state", async () => {
    const ana = await known();

    await sync.deliver(
      says(ana, "¿Cuánto cuesta el ceviche?"),
      says(ana, "Cuesta treinta y dos soles", { role: "bot" }),
      state(ana, { intent: "info", step: "asked-price" }),
    );

    expect(sync.calls()).toEqual(["addMessage", "addMessage", "syncState"]);
  });

  it("is written to without asking CartaAI anything, in whatever batch and execution environment", async () => {
    const ana = await known();

    await sync.deliver(says(ana, "Un mensaje más para ti"));
    await sync.lambda().deliver(order(ana, "order-9"));

    expect(sync.calls()).toEqual(["addMessage", "linkOrder"]);
  });

  it("is left when its 24 hours are over", async () => {
    const ana = await known();
    sync.time.now += 25 * HOUR;

    expect(await sync.deliver(says(ana, "Buenos días de nuevo"))).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["findConversation", "openConversation", "addMessage"]);
    expect(sessionsOf(ana)).toHaveLength(2);
    expect(sync.counted("SessionsReplaced")).toBe(1);
  });

  it("lives on with each message", async () => {
    const ana = await known();
    for (let times = 0; times < 3; times++) {
      sync.time.now += 20 * HOUR;
      await sync.deliver(says(ana, "Sigo en contacto con ustedes"));
    }

    expect(sync.calls()).toEqual(["addMessage", "addMessage", "addMessage"]);
  });

  it("is replaced when CartaAI has removed it, and everything of the batch goes into the new one", async () => {
    const ana = await known();
    sync.cartaai.forgetSessions();

    expect(await sync.deliver(says(ana, "¿Hola? ¿Sigues ahí?"), state(ana))).toEqual(SETTLED);

    expect(sync.calls()).toEqual([
      "addMessage",
      "findConversation",
      "openConversation",
      "addMessage",
      "syncState",
    ]);
    expect(sessionsOf(ana)).toHaveLength(1);
    expect(sync.transcript(ana)).toEqual(["user: Hola, quisiera pedir algo", "user: ¿Hola? ¿Sigues ahí?"]);
  });

  it("is not written to any more once an answer shows that it has ended", async () => {
    const ana = await known();
    const [first] = sessionsOf(ana);
    await askCartaAI("POST", `/api/v1/conversations/${first?.sessionId}/end`, { subDomain: ana.subDomain });

    await sync.deliver(says(ana, "todavía en el anterior"));
    await sync.deliver(says(ana, "ya en el siguiente"));

    expect(sessionsOf(ana)).toHaveLength(2);
    const [, , last] = sync.cartaai.transcript(ana.phone ?? "", ana.subDomain);
    expect(last).toMatchObject({ content: "ya en el siguiente" });
    expect(last?.sessionId).not.toBe(first?.sessionId);
  });

  it("ends with a state that ends it, and what comes next opens another", async () => {
    const ana = await known();

    const batch = [state(ana, { step: "done", isActive: false }), says(ana, "Otra cosa, por favor")];
    expect(await sync.deliver(...batch)).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["syncState", "findConversation", "openConversation", "addMessage"]);
    const [first, second] = sessionsOf(ana);
    expect(first).toMatchObject({ isActive: false, currentStep: "done" });
    expect(second).toMatchObject({ isActive: true });
  });
});

describe("a session that vanishes again and again", () => {
  it("makes the event wait instead of turning in circles", async () => {
    const ana = await known();
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 404 });
    const event = says(ana, "Nadie me quiere escuchar");

    expect(await sync.deliver(event)).toEqual({ handedBack: [event], seconds: [1] });
    expect(sync.calls()).toEqual(["addMessage", "findConversation", "addMessage"]);

    sync.cartaai.faults.clear();
    expect(await sync.deliver(event)).toEqual(SETTLED);
    expect(sync.transcript(ana).slice(1)).toEqual(["user: Nadie me quiere escuchar"]);
  });
});

describe("an event of the contract's first version", () => {
  it("finds the session of the person whom it names", async () => {
    const ana = await known();
    const { conversation, ...event } = says(ana, "Vengo de la versión uno");
    const { key: _none, ...keyless } = conversation;
    const first = { ...event, version: 1, conversation: keyless };
    const { version: _unversioned, ...second } = {
      ...first,
      id: "wamid.unversioned",
      content: "Sin versión alguna",
    };

    const bodies = [first, second].map((each) => sqsRecord({ body: JSON.stringify(each) }));
    expect(await sync.deliver(...bodies)).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["addMessage", "addMessage"]);
    expect(sync.transcript(ana).slice(1)).toEqual([
      "user: Vengo de la versión uno",
      "user: Sin versión alguna",
    ]);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
