import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import type { CartaAIFaultSettings } from "../../local/cartaai/faults.ts";
import { json, proxyPage } from "../../local/http/reply.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { eventually } from "../support/eventually.ts";
import { interpose } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { recordOf, SETTLED, type SyncBench, type SyncLambda, startSyncBench } from "../support/sync-bench.ts";

vi.setConfig(PATIENT);

let sync: SyncBench;

beforeAll(async () => {
  sync = await startSyncBench();
});
afterEach(() => sync.reset());
afterAll(() => sync.stop());

const SECOND = 1000;
/** `SYNC_SETTLE_SECONDS` when nobody sets it. */
const SETTLE_AFTER = 30 * SECOND;

async function known(): Promise<Conversation> {
  const ana = newConversation();
  await sync.deliver(says(ana, "Hola, soy yo"));
  await sync.reset();
  return ana;
}

/** What was said after the greeting. */
const saidSince = (conversation: Conversation) => sync.transcript(conversation).slice(1);

function ordersOf({ phone }: Conversation): string[] {
  const entries = sync.cartaai.ledger().entries.filter(({ userId }) => userId === phone);
  return entries.flatMap((entry) => (entry.kind === "order" ? [entry.orderId] : []));
}

/** Leaves an attempt behind whose outcome only CartaAI knows. */
async function attempt(event: SyncEvent, fault: "applyThenDrop" | "down"): Promise<void> {
  const operation = event.type === "order" ? "linkOrder" : "addMessage";
  sync.cartaai.faults.add({ fault, operation, times: 1 });
  expect((await sync.deliver(event)).handedBack).toEqual([event]);
  await sync.reset();
}

/** Delivers until the event is settled, with as much time in between as SQS would let pass. */
async function deliverPatiently(event: SyncEvent, lambda: SyncLambda = sync): Promise<void> {
  for (let times = 0; times < 10; times++) {
    if ((await lambda.deliver(event)).handedBack.length === 0) return;
    sync.time.now += SETTLE_AFTER + SECOND;
  }
  throw new Error("not settled in ten deliveries");
}

describe("a message whose answer did not arrive as it should", () => {
  const faults: [string, CartaAIFaultSettings][] = [
    ["the connection broke, nothing was applied", { fault: "down" }],
    ["the connection broke after it was applied", { fault: "applyThenDrop" }],
    ["half of the answer came", { fault: "truncate" }],
    ["a 500 came, nothing was applied", { fault: "refuse", status: 500 }],
    ["a 500 came after it was applied", { fault: "applyThenFail" }],
    ["a 408 came after it was applied", { fault: "applyThenFail", status: 408 }],
    ["a proxy answered, nothing was applied", { fault: "html" }],
    ["a proxy answered with a 200, nothing was applied", { fault: "html", status: 200 }],
    ["nothing came, nothing was applied", { fault: "hang" }],
    ["nothing came after it was applied", { fault: "applyThenHang" }],
  ];

  it.each(faults)("stands there once: %s", async (_, fault) => {
    const ana = await known();
    const event = says(ana, "Un lomo saltado, por favor");
    sync.cartaai.faults.add({ ...fault, operation: "addMessage", times: 1 });
    const hurried = sync.lambda({ CONVERSATION_API_TIMEOUT: "0.5" });

    expect((await hurried.deliver(event)).handedBack).toEqual([event]);
    await deliverPatiently(event);

    expect(saidSince(ana)).toEqual(["user: Un lomo saltado, por favor"]);
    expect(await sync.deadLetters()).toEqual([]);
  });

  it.each(["applyThenDrop", "down"] as const)("stands there as often as it was sent: %s", async (fault) => {
    const ana = newConversation();
    const [one, two, three] = [says(ana, "ok"), says(ana, "ok"), says(ana, "ok")];

    await attempt(one, fault);
    await deliverPatiently(one);
    expect(await sync.deliver(two)).toEqual(SETTLED);
    await attempt(three, fault);
    await deliverPatiently(three);

    expect(sync.transcript(ana)).toEqual(["user: ok", "user: ok", "user: ok"]);
  });

  it("is found although the history holds an entry that nobody can read", async () => {
    const ana = await known();
    sync.between.cartaai.intercept(async (_, forward) => withOddEntry(await forward()));
    const event = says(ana, "Entre cosas raras");
    sync.cartaai.faults.add({ fault: "applyThenDrop", operation: "addMessage", times: 1 });

    await deliverPatiently(event);
    await deliverPatiently(says(ana, "Y una cosa más"));

    expect(saidSince(ana)).toEqual(["user: Entre cosas raras", "user: Y una cosa más"]);
  });
});

/** Somebody else writes into the person's last conversation. */
async function writeElsewhere({ phone }: Conversation, role: "user" | "bot", content: string): Promise<void> {
  const session = sync.cartaai.conversations().findLast(({ userId }) => userId === phone);
  await fetch(`${sync.cartaai.url}/api/v1/whatsapp/agent/conversations/${session?.sessionId}/messages`, {
    method: "POST",
    headers: { "x-service-api-key": "carta_srv_local", "content-type": "application/json" },
    body: JSON.stringify({ role, content }),
  });
}

/** A conversation's answer, with something in its history that is no message. */
function withOddEntry(reply: { readonly status: number; readonly body: string | Uint8Array }) {
  const answer = JSON.parse(Buffer.from(reply.body).toString());
  answer.data?.context?.previousMessages?.unshift({ role: null, content: { text: "?" } }, "?");
  return json(reply.status, answer);
}

describe("a message to a session of which CartaAI has not shown what stands there", () => {
  /** Found at CartaAI, by an answer without a history. */
  async function foundWithoutHistory() {
    const ana = await known();
    sync.time.now += 25 * 60 * 60 * SECOND;
    await fetch(`${sync.cartaai.url}/api/v1/conversations`, {
      method: "POST",
      headers: { "x-service-api-key": "carta_srv_local", "content-type": "application/json" },
      body: JSON.stringify({ userId: ana.phone, subDomain: ana.subDomain }),
    });
    sync.between.cartaai.intercept(async ({ path }, forward) => {
      if (!path.includes("/conversations/user/")) return undefined;
      const { data } = JSON.parse(Buffer.from((await forward()).body).toString());
      return json(200, { type: "1", message: "OK", data: { sessionId: data.sessionId } });
    });
    return ana;
  }

  it("is repeated when it is not there", async () => {
    const ana = await foundWithoutHistory();
    const event = says(ana, "¿Me escuchan ahora?");
    sync.cartaai.faults.add({ fault: "down", operation: "addMessage", times: 1 });

    await deliverPatiently(event);

    expect(saidSince(ana)).toEqual(["user: ¿Me escuchan ahora?"]);
  });

  it("is left to a person when it is there, because it may have been there before", async () => {
    const ana = await foundWithoutHistory();
    const event = says(ana, "¿Me escuchan ahora?");
    sync.cartaai.faults.add({ fault: "applyThenDrop", operation: "addMessage", times: 1 });

    await deliverPatiently(event);

    expect(saidSince(ana)).toEqual(["user: ¿Me escuchan ahora?"]);
    expect(await sync.deadLetters()).toMatchObject([
      { told: { class: "permanent", reason: "outcome-unprovable" } },
    ]);
  });
  it("is left to a person also when another has been written since, and one like it stood there before", async () => {
    const ana = await foundWithoutHistory();
    await writeElsewhere(ana, "user", "ok");
    sync.between.cartaai.intercept(async ({ path }, forward) => {
      if (!path.endsWith("/messages")) return undefined;
      await forward();
      return json(200, { type: "1", message: "OK", data: null });
    });
    expect(await sync.deliver(says(ana, "¿Me escuchan ahora?"))).toEqual(SETTLED);
    const event = says(ana, "ok");
    sync.cartaai.faults.add({ fault: "down", operation: "addMessage", times: 1 });

    await deliverPatiently(event);

    expect(saidSince(ana)).toEqual(["user: ok", "user: ¿Me escuchan ahora?"]);
    expect(await sync.deadLetters()).toMatchObject([{ told: { reason: "outcome-unprovable" } }]);
  });
});

describe("a message behind which somebody else wrote twenty others", () => {
  it("is left to a person, and what comes after it is applied", async () => {
    const ana = await known();
    const event = says(ana, "Empujado fuera de vista");
    await attempt(event, "applyThenDrop");
    for (let line = 0; line < 20; line++) await writeElsewhere(ana, "bot", `Anuncio ${line}`);
    sync.time.now += SETTLE_AFTER;

    expect(await sync.deliver(event, says(ana, "Lo que vino después"))).toEqual(SETTLED);

    const said = saidSince(ana);
    expect(said.filter((line) => line.endsWith("Empujado fuera de vista"))).toHaveLength(1);
    expect(said.at(-1)).toBe("user: Lo que vino después");
    const letters = await sync.deadLetters();
    expect(letters).toMatchObject([{ told: { class: "permanent", reason: "outcome-unprovable" } }]);
  });
});

describe("an attempt that was never answered", () => {
  it("is not repeated before CartaAI can no longer be at work on it", async () => {
    const ana = await known();
    const event = says(ana, "Paciencia ante todo");
    await attempt(event, "down");

    sync.time.now += 10 * SECOND;
    expect(await sync.deliver(event)).toEqual({ handedBack: [event], seconds: [20] });
    sync.time.now += 19 * SECOND;
    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    expect(sync.calls()).toEqual(["readConversation", "readConversation"]);

    sync.time.now += 1 * SECOND;
    expect(await sync.deliver(event)).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["user: Paciencia ante todo"]);
  });

  it("is not repeated when CartaAI carries it out after it was read back", async () => {
    const ana = await known();
    const event = says(ana, "Llego tarde, pero llego");
    sync.cartaai.faults.add({ fault: "lateApply", operation: "addMessage", ms: 1, times: 1 });
    await sync.lambda({ CONVERSATION_API_TIMEOUT: "0.5" }).deliver(event);

    expect(await sync.deliver(event)).toEqual({ handedBack: [event], seconds: [30] });
    sync.held.release();
    await eventually(() => expect(saidSince(ana)).toHaveLength(1));
    sync.time.now += SETTLE_AFTER;
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: Llego tarde, pero llego"]);
  });

  it("is not repeated when a proxy lost patience with CartaAI, which carries it out all the same", async () => {
    const ana = await known();
    const event = says(ana, "El proxy no esperó");
    sync.cartaai.faults.add({ fault: "lateApply", operation: "addMessage", ms: 1, times: 1 });
    sync.between.cartaai.intercept(({ path }, forward) => {
      if (!path.endsWith("/messages")) return undefined;
      forward().catch(() => undefined);
      return proxyPage(504);
    });
    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    await eventually(() => expect(sync.calls()).toContain("addMessage"));
    sync.between.cartaai.reset();

    expect(await sync.deliver(event)).toEqual({ handedBack: [event], seconds: [30] });
    sync.held.release();
    await eventually(() => expect(saidSince(ana)).toHaveLength(1));
    sync.time.now += SETTLE_AFTER;
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: El proxy no esperó"]);
  });

  it("is settled at once when the history shows that it happened", async () => {
    const ana = await known();
    const event = says(ana, "Ya estaba escrito");
    await attempt(event, "applyThenDrop");

    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["readConversation"]);
    expect(sync.counted("AttemptsSettled")).toBe(1);
  });
});

describe("an attempt that certainly changed nothing", () => {
  it("is repeated without reading anything back", async () => {
    const ana = await known();
    const event = says(ana, "Demasiado pronto para ti");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429, times: 1 });
    await sync.deliver(event);

    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(sync.calls()).toEqual(["addMessage", "addMessage"]);
  });
});

describe("a read-back that gives no answer", () => {
  const refusals: [string, CartaAIFaultSettings][] = [
    ["a 429", { fault: "refuse", status: 429 }],
    ["a 401", { fault: "refuse", status: 401 }],
    ["a 400", { fault: "refuse", status: 400 }],
    ["a 503", { fault: "refuse", status: 503 }],
    ["an error envelope with a 200", { fault: "errorEnvelope" }],
    ["a proxy's 404", { fault: "html", status: 404 }],
    ["a broken connection", { fault: "down" }],
  ];

  it.each(refusals)("forgets nothing, and puts nothing aside: %s", async (_, fault) => {
    const ana = await known();
    const event = says(ana, "No me olvides nunca");
    await attempt(event, "applyThenDrop");
    sync.time.now += SETTLE_AFTER;
    sync.cartaai.faults.add({ ...fault, operation: "readConversation", times: 1 });

    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    expect(await sync.deadLetters()).toEqual([]);
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: No me olvides nunca"]);
    expect(sync.calls()).toEqual(["readConversation", "readConversation"]);
  });

  it("forgets nothing when nobody listens at CartaAI's address", async () => {
    const nobody = await interpose("http://127.0.0.1");
    await nobody.stop();
    const ana = await known();
    const event = says(ana, "No me olvides tampoco");
    await attempt(event, "applyThenDrop");
    sync.time.now += SETTLE_AFTER;

    const astray = sync.lambda({ CARTAAI_API_BASE_URL: nobody.url });
    expect((await astray.deliver(event)).handedBack).toEqual([event]);
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: No me olvides tampoco"]);
  });

  it("waits when it shows no history although there was one", async () => {
    const ana = await known();
    const event = says(ana, "Sin historial a la vista");
    await attempt(event, "applyThenDrop");
    sync.between.cartaai.intercept(async ({ method }, forward) => {
      if (method !== "GET") return undefined;
      const { data } = JSON.parse(Buffer.from((await forward()).body).toString());
      return json(200, { type: "1", message: "OK", data: { ...data, context: null } });
    });

    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    sync.between.cartaai.reset();
    expect(await sync.deliver(event)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: Sin historial a la vista"]);
  });
});

describe("an event that turned out to have happened", () => {
  it("stays settled although the next one fails", async () => {
    const ana = await known();
    const [first, second] = [says(ana, "Lo primero, que sí llegó"), says(ana, "Lo segundo, que espera")];
    await attempt(first, "applyThenDrop");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429, times: 1 });

    expect((await sync.deliver(first, second)).handedBack).toEqual([second]);
    expect(await sync.deliver(first)).toEqual(SETTLED);
    expect(sync.counted("EventsSkipped", { reason: "already-applied" })).toBe(1);
    expect(await sync.deliver(second)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: Lo primero, que sí llegó", "user: Lo segundo, que espera"]);
  });

  it("keeps its mark although it was settled on behalf of another, and that one's write failed", async () => {
    const ana = await known();
    const [first, second] = [says(ana, "Está en otra parte"), says(ana, "Se adelantó un poco")];
    await attempt(first, "applyThenDrop");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429, times: 1 });

    expect((await sync.deliver(second)).handedBack).toEqual([second]);
    const replayed = recordOf(first, { attributes: { class: "exhausted" } });
    expect(await sync.deliver(replayed)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: Está en otra parte"]);
    expect(sync.counted("EventsSkipped", { reason: "already-applied" })).toBe(1);
  });
});

describe("an order whose link was not confirmed", () => {
  it.each(["applyThenDrop", "down"] as const)("is linked once: %s", async (fault) => {
    const ana = await known();
    const event = order(ana, "order-77");
    await attempt(event, fault);

    await deliverPatiently(event);

    expect(ordersOf(ana)).toEqual(["order-77"]);
  });

  it("is not taken for linked because the state before it names it", async () => {
    const ana = await known();
    await sync.deliver(state(ana, { context: { currentOrderId: "order-78" } }));
    const event = order(ana, "order-78");
    await attempt(event, "down");

    await deliverPatiently(event);

    expect(ordersOf(ana)).toEqual(["order-78"]);
  });

  it("is not taken for linked because another one's number begins the same", async () => {
    const ana = await known();
    await sync.deliver(order(ana, "order-790"));
    const event = order(ana, "order-79");
    await attempt(event, "down");

    await deliverPatiently(event);

    expect(ordersOf(ana)).toEqual(["order-790", "order-79"]);
  });
});

describe("an attempt at a session that has vanished since", () => {
  it("is made again in the next one: it took its messages with it", async () => {
    const ana = await known();
    const event = says(ana, "Se fue con la sesión");
    await attempt(event, "applyThenDrop");
    sync.cartaai.forgetSessions();

    expect(await sync.deliver(event)).toEqual(SETTLED);

    const [current] = sync.cartaai.conversations().filter(({ userId }) => userId === ana.phone);
    expect(current?.context).toMatchObject({ previousMessages: [{ content: "Se fue con la sesión" }] });
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
