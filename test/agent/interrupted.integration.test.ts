import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { deleteItems } from "../../functions/aws/batches.ts";
import { toItem } from "../../functions/aws/items.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import type { Turn } from "../../functions/turns/contract.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { json } from "../../local/http/reply.ts";
import { putBusinesses } from "../../local/tables/put-businesses.ts";
import { draft } from "../restaurant/restaurant-bench.ts";
import {
  type AgentBench,
  type AgentLambda,
  HANDLED,
  startAgentBench,
  taps,
  turn,
} from "../support/agent-bench.ts";
import { LA_TERRAZA, newConversation } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { echo, type Script } from "../support/scripted-bot.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterEach(async () => {
  bench.bot.plays(echo);
  await bench.events();
  await bench.deadLetters();
});
afterAll(async () => {
  expectNothingPersonal(bench);
  await bench.stop();
});

const MINUTE = 60_000;
const says = (...texts: string[]) => texts.map((text) => ({ kind: "text", text }));
const state = { intent: "menu", step: "browsing", context: {}, metadata: {} };

/** WhatsApp takes so many messages, and then no more until the Lambda's `between.whatsapp` is reset. */
function takesOnly(lambda: AgentLambda, count: number): void {
  let sent = 0;
  lambda.between.whatsapp.intercept(({ body }) => {
    if (!body.toString().includes('"type":"text","text"')) return undefined;
    sent += 1;
    return sent > count ? json(503, {}) : undefined;
  });
}

/** Has a turn decided, and interrupted after so many of its messages. */
async function interrupt(question: Turn, sent = 0): Promise<void> {
  const lambda = await bench.lambda();
  takesOnly(lambda, sent);
  expect((await lambda.deliver(question)).handedBack).toEqual([question]);
}

/** A message of the staff's, written now. */
const staffIn = (conversation: Conversation) =>
  turn(conversation, { kind: "staff" }, { occurredAt: new Date(bench.time.now).toISOString() });

const ids = async () => (await bench.events()).map(({ id }) => id);

describe("a turn that was decided, and whose messages are gone from the queue", () => {
  it("is ended though its business is unknown by now: what was said is mirrored, and nobody waits for it", async () => {
    const ana = newConversation();
    const other = { ...LA_TERRAZA, phoneNumberId: "4711" };
    await putBusinesses(bench.stores.tables.client, [LA_TERRAZA, other]);
    bench.bot.plays(() => ({ replies: says("1", "2"), state }));
    const question = taps(ana, "menu", { phoneNumberId: other.phoneNumberId });
    await interrupt(question, 1);
    await deleteItems(bench.stores.tables.client, BUSINESSES_TABLE.name, [
      toItem({ phoneNumberId: other.phoneNumberId }),
    ]);
    bench.bot.plays(echo);
    const next = taps(ana, "hello?");
    const lambda = await bench.lambda();

    expect(await lambda.deliver(next)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual(["1", "You said: [Button] hello?"]);
    expect(await ids()).toEqual([`${question.id}:reply:0`, `${question.id}:state`, `${next.id}:reply:0`]);
    expect(bench.counted("RepliesNotSent", { reason: "not-waited-for" })).toBe(1);
  });

  it("is ended when the next message is for the unknown business as well, which is then a dead letter", async () => {
    const ana = newConversation();
    const other = { ...LA_TERRAZA, phoneNumberId: "4712" };
    await putBusinesses(bench.stores.tables.client, [LA_TERRAZA, other]);
    bench.bot.plays(() => ({ replies: says("1", "2") }));
    const question = taps(ana, "menu", { phoneNumberId: other.phoneNumberId });
    await interrupt(question, 1);
    await deleteItems(bench.stores.tables.client, BUSINESSES_TABLE.name, [
      toItem({ phoneNumberId: other.phoneNumberId }),
    ]);
    const lambda = await bench.lambda();

    expect(await lambda.deliver(taps(ana, "hello?", { phoneNumberId: other.phoneNumberId }))).toEqual(
      HANDLED,
    );

    expect(await ids()).toEqual([`${question.id}:reply:0`]);
    expect(await bench.deadLetters()).toMatchObject([{ told: { reason: "unknown-business" } }]);
  });
});

describe("an answer that was interrupted, and a person has written meanwhile", () => {
  it("is not sent any more; its state is true, and mirrored", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: says("1", "2"), state, memory: "after" }));
    const question = taps(ana, "menu");
    await interrupt(question);

    expect(await bench.deliver(question, staffIn(ana))).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual([]);
    expect(await ids()).toEqual([`${question.id}:state`]);
    expect(bench.counted("RepliesNotSent", { reason: "silent" })).toBe(2);
    bench.time.now += 30 * MINUTE;
    await bench.deliver(taps(ana, "back"));
    expect(bench.bot.asked().at(-1)?.memory).toBe("after");
    expect(await bench.deadLetters()).toEqual([]);
  });

  it("is mirrored as far as it was said", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: says("1", "2", "3") }));
    const question = taps(ana, "menu");
    await interrupt(question, 1);

    await bench.deliver(question, staffIn(ana));

    expect(bench.sentTo(ana)).toEqual(["1"]);
    expect(await ids()).toEqual([`${question.id}:reply:0`]);
  });

  it("is not sent while they talk, also when their message was handled before", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: says("1"), state }));
    const [question, staff] = [taps(ana, "menu"), staffIn(ana)];
    await interrupt(question);
    const lambda = await bench.lambda();
    takesOnly(lambda, 0);
    lambda.between.sqs.intercept(({ action }) => (action === "SendMessageBatch" ? json(500, {}) : undefined));

    expect((await lambda.deliver(question, staff)).handedBack).toEqual([question, staff]);
    bench.time.now += MINUTE;
    expect(await bench.deliver(question)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual([]);
  });

  it("is not sent either when that was long ago: they have answered since it was asked for", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: says("1") }));
    const [question, staff] = [taps(ana, "menu"), staffIn(ana)];
    await interrupt(question);
    bench.time.now += 31 * MINUTE;

    expect(await bench.deliver(question, staff)).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual([]);
  });

  it("is sent when what they wrote was there before it was decided, and old by then", async () => {
    const ana = newConversation();
    const late = staffIn(ana);
    bench.time.now += 31 * MINUTE;
    bench.bot.plays(() => ({ replies: says("1") }));
    const question = taps(ana, "menu");
    const lambda = await bench.lambda();
    takesOnly(lambda, 0);
    await lambda.deliver(late, question);

    expect(await bench.deliver(late, question)).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual(["1"]);
  });

  it("is sent when the silence is of its own asking", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: says("Somebody will write"), wantsPerson: true }));
    const question = taps(ana, "person");
    await interrupt(question);

    expect(await bench.deliver(question)).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual(["Somebody will write"]);
    await bench.deliver(taps(ana, "hello?"));
    expect(bench.sentTo(ana)).toHaveLength(1);
  });
});

describe("an order that was interrupted, and a person has written meanwhile", () => {
  const orders =
    ({ phone = "" }: Conversation): Script =>
    ({ orderOutcome }) =>
      orderOutcome === undefined
        ? {
            replies: says("One moment"),
            order: { kind: "place", draft: draft({ customer: { name: "Ana", phone } }) },
            memory: "wanted",
          }
        : { replies: says(`It is ${orderOutcome.status}`), memory: "told" };
  const ordersOf = ({ phone }: Conversation) =>
    bench.cartaai.orders().filter(({ customer }) => customer.phone === phone);

  it("is told to the customer when it was placed: nobody else knows its number", async () => {
    const ana = newConversation();
    bench.bot.plays(orders(ana));
    const confirmation = taps(ana, "confirm");
    await interrupt(confirmation);

    expect(await bench.deliver(confirmation, staffIn(ana))).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual(["One moment", "It is placed"]);
    expect(ordersOf(ana)).toHaveLength(1);
  });

  it("is settled and told when it may have been placed", async () => {
    const ana = newConversation();
    bench.bot.plays(orders(ana));
    const confirmation = taps(ana, "confirm");
    const lambda = await bench.lambda();
    bench.cartaai.faults.add({ fault: "applyThenDrop", operation: "createOrder", times: 1 });
    let isPlaced = false;
    lambda.between.cartaai.intercept(({ method }) => {
      if (isPlaced) return json(503, {});
      isPlaced = method === "POST";
      return undefined;
    });
    await lambda.deliver(confirmation);
    bench.time.now += MINUTE;

    expect(await bench.deliver(confirmation, staffIn(ana))).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual(["One moment", "It is placed"]);
    expect(ordersOf(ana)).toHaveLength(1);
  });

  it("is not placed when nothing was sent to CartaAI yet, and can be confirmed again afterwards", async () => {
    const ana = newConversation();
    bench.bot.plays(orders(ana));
    const confirmation = taps(ana, "confirm");
    const lambda = await bench.lambda();
    lambda.between.cartaai.intercept(() => json(503, {}));
    expect((await lambda.deliver(confirmation)).handedBack).toEqual([confirmation]);

    expect(await bench.deliver(confirmation, staffIn(ana))).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual([]);
    expect(ordersOf(ana)).toEqual([]);
    expect(bench.counted("TurnsSkipped", { reason: "silent" })).toBeGreaterThanOrEqual(1);
    bench.time.now += 31 * MINUTE;
    await bench.deliver(taps(ana, "confirm"));
    expect(bench.bot.asked().at(-2)?.memory).toBeUndefined();
    expect(ordersOf(ana)).toHaveLength(1);
  });
});
