import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { json } from "../../local/http/reply.ts";
import { toSqsEvent } from "../../local/runtime/sqs-event.ts";
import { newConversation, says } from "../support/conversations.ts";
import { onAction } from "../support/interposed.ts";
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

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

async function known(): Promise<Conversation> {
  const ana = newConversation();
  await sync.deliver(says(ana, "Hola, aquí espero"));
  await sync.reset();
  return ana;
}

const saidSince = (conversation: Conversation) => sync.transcript(conversation).slice(1);

describe("an event that has to wait", () => {
  it("waits longer each time", async () => {
    const event = says(await known(), "cada vez más paciencia");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 503 });

    const waits: (number | undefined)[] = [];
    for (let times = 0; times < 4; times++) waits.push(...(await sync.deliver(event)).seconds);

    expect(waits).toEqual([1, 2, 4, 8]);
    expect(sync.counted("EventsRetried", { type: "message" })).toBe(4);
  });

  it.each([
    ["seconds", "120", 120],
    ["a date", new Date(Date.parse("2026-05-04T12:01:30.000Z")).toUTCString(), 90],
    ["longer than a step may be", "86400", 900],
  ])("waits for as long as CartaAI asks it to: %s", async (_, retryAfter, seconds) => {
    sync.time.now = Date.parse("2026-05-04T12:00:00.000Z");
    const event = says(await known(), "vuelva usted mañana");
    sync.between.cartaai.intercept(() => json(503, { type: "3" }, { "retry-after": retryAfter }));

    expect(await sync.deliver(event)).toEqual({ handedBack: [event], seconds: [seconds] });
  });

  it("is back within seconds, however often, when CartaAI only takes fewer calls", async () => {
    const event = says(await known(), "haciendo cola");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429 });

    const waits: (number | undefined)[] = [];
    for (let times = 0; times < 7; times++) waits.push(...(await sync.deliver(event)).seconds);

    expect(waits).toEqual([1, 2, 4, 8, 8, 8, 8]);
  });

  it("is given up by our own patience, and not counted out by SQS, however often it is back", async () => {
    const event = says(await known(), "haciendo cola seis horas");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429 });

    let received = 0;
    for (let wait = 0; ; received++, sync.time.now += wait * SECOND) {
      const { handedBack, seconds } = await sync.deliver(event);
      if (handedBack.length === 0) break;
      [wait = 0] = seconds;
    }

    expect(await sync.deadLetters()).toMatchObject([{ told: { class: "exhausted", reason: "http-429" } }]);
    expect(received).toBeLessThan(SYNC_QUEUE.maxReceiveCount / 2);
  });

  it("waits longer than that for a 429 that asks for it", async () => {
    const event = says(await known(), "haciendo mucha cola");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429, retryAfter: 90 });

    expect(await sync.deliver(event)).toEqual({ handedBack: [event], seconds: [90] });
  });

  it("is invisible in the queue for that long", async () => {
    const { queues } = sync.stores;
    const queueUrl = queues.queueUrl(SYNC_QUEUE.name);
    const ana = await known();
    const { body, groupId, deduplicationId } = toQueueMessage(says(ana, "de verdad en la cola"));
    const message = { MessageBody: body, MessageGroupId: groupId, MessageDeduplicationId: deduplicationId };
    await queues.client.send(new SendMessageCommand({ QueueUrl: queueUrl, ...message }));
    const { Messages: messages = [] } = await queues.client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MessageSystemAttributeNames: ["All"] }),
    );
    const { Records: records } = toSqsEvent(messages, { queueArn: "arn:aws:sqs:::sync.fifo", region: "" });
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 503, retryAfter: 40 });

    const earliest = Date.now() + 40 * SECOND;
    expect((await sync.deliver(...records)).handedBack).toEqual(records);

    const [deadline = 0] = visibilityDeadlines();
    expect(deadline).toBeGreaterThanOrEqual(earliest);
    expect(deadline).toBeLessThanOrEqual(Date.now() + 40 * SECOND);
  });

  it("waits although its visibility cannot be changed", async () => {
    const event = says(await known(), "la cola no contesta");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 429, times: 1 });
    sync.between.sqs.intercept(() => "break");

    expect((await sync.deliver(event)).handedBack).toEqual([event]);
  });

  it.each([401, 403])("waits for a person to mend the key: %i", async (status) => {
    const ana = await known();
    const event = says(ana, "la llave no sirve");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status });

    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    sync.time.now += 2 * HOUR;
    expect((await sync.deliver(event)).handedBack).toEqual([event]);
    expect(sync.counted("CartaAIUnauthorised")).toBe(2);
    expect(await sync.deadLetters()).toEqual([]);

    sync.cartaai.faults.clear();
    expect(await sync.deliver(event)).toEqual(SETTLED);
    expect(saidSince(ana)).toEqual(["user: la llave no sirve"]);
  });

  it("is not begun when the invocation has no time left for it", async () => {
    const ana = await known();
    const event = says(ana, "se acabó el tiempo");

    expect(await sync.lambda({}, 3_500).deliver(event)).toEqual({ handedBack: [event], seconds: [0] });
    expect(sync.calls()).toEqual([]);
    expect(await sync.deliver(event)).toEqual(SETTLED);
  });
});

/** Epoch milliseconds at which the messages in flight appear again. */
function visibilityDeadlines(): (number | undefined)[] {
  const { engine } = sync.stores.queues;
  return engine.messages(engine.queueUrl(SYNC_QUEUE.name)).map(({ visibleAt }) => visibleAt);
}

describe("a CartaAI that fails again and again", () => {
  it("is left alone for a moment, and then found well", async () => {
    const people = await Promise.all(Array.from({ length: 6 }, known));
    const events = people.map((each) => says(each, "cuando vuelva CartaAI"));
    sync.cartaai.faults.add({ fault: "refuse", status: 503 });
    for (const event of events.slice(0, 5)) await sync.deliver(event);
    sync.cartaai.faults.clear();
    const before = sync.calls().length;

    const [last] = events.slice(-1);
    if (last === undefined) throw new Error("there are six");
    expect(await sync.deliver(last)).toEqual({ handedBack: [last], seconds: [10] });
    expect(sync.calls()).toHaveLength(before);
    sync.time.now += 10 * SECOND;

    expect(await sync.deliver(last)).toEqual(SETTLED);
    expect(await sync.deliver(...events)).toEqual(SETTLED);
    for (const each of people) expect(saidSince(each)).toEqual(["user: cuando vuelva CartaAI"]);
  });
});

describe("an event that has waited for hours", () => {
  it("becomes a dead letter that tells what it waited for, and so do those behind it, at once", async () => {
    const ana = await known();
    const [first, second] = [says(ana, "seis horas de espera"), says(ana, "detrás de la espera")];
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 503 });
    const since = new Date(sync.time.now).toISOString();
    await sync.deliver(first, second);
    sync.time.now += 6 * HOUR - SECOND;
    expect((await sync.deliver(first, second)).handedBack).toEqual([first, second]);
    sync.time.now += SECOND;

    expect(await sync.deliver(first, second)).toEqual(SETTLED);

    const now = new Date(sync.time.now).toISOString();
    const [letter, other] = await sync.deadLetters();
    expect(letter).toEqual({
      body: toQueueMessage(first).body,
      groupId: toQueueMessage(first).groupId,
      told: {
        class: "exhausted",
        reason: "http-503",
        httpStatus: "503",
        firstAttemptAt: since,
        lastAttemptAt: now,
        attempts: "3",
      },
    });
    expect(other).toMatchObject({ body: toQueueMessage(second).body, told: { class: "exhausted" } });
    expect(sync.counted("EventsDeadLettered", { class: "exhausted" })).toBe(2);
  });

  it("does not shorten the time of one that came a moment ago", async () => {
    const ana = await known();
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 503 });
    await sync.deliver(says(ana, "lleva horas aquí"));
    sync.time.now += 7 * HOUR;

    const late = says(ana, "acaba de llegar");
    expect((await sync.deliver(late)).handedBack).toEqual([late]);
    expect(await sync.deadLetters()).toEqual([]);
  });

  it("waits for a quarter of an hour only when somebody has replayed it", async () => {
    const ana = await known();
    const event = says(ana, "alguien mira la repetición");
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 503 });
    const sentAt = sync.time.now;
    const replayed = recordOf(event, { sentAt, attributes: { class: "exhausted", replay: "r-1" } });

    expect((await sync.deliver(replayed)).handedBack).toEqual([replayed]);
    sync.time.now += 15 * MINUTE;
    expect(await sync.deliver(replayed)).toEqual(SETTLED);

    expect(await sync.deadLetters()).toMatchObject([{ told: { class: "exhausted", reason: "http-503" } }]);
  });
});

describe("an event that CartaAI refuses for good", () => {
  it.each([
    ["http-400", { fault: "refuse", status: 400 }],
    ["http-409", { fault: "refuse", status: 409 }],
    ["http-413", { fault: "refuse", status: 413 }],
    ["http-422", { fault: "refuse", status: 422 }],
    ["error-envelope", { fault: "errorEnvelope" }],
  ] as const)("becomes a dead letter at once, and blocks nothing: %s", async (reason, fault) => {
    const ana = await known();
    const event = says(ana, "esto no lo quiere nadie");
    sync.cartaai.faults.add({ ...fault, operation: "addMessage", times: 1 });

    expect(await sync.deliver(event, says(ana, "esto sí lo quieren"))).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: esto sí lo quieren"]);
    const { body, groupId } = toQueueMessage(event);
    expect(await sync.deadLetters()).toMatchObject([
      { body, groupId, told: { class: "permanent", reason, attempts: "1" } },
    ]);
    expect(sync.counted("EventsDeadLettered", { class: "permanent" })).toBe(1);
  });

  it("stays in the queue for as long as it cannot be put aside", async () => {
    const ana = await known();
    const [event, next] = [says(ana, "no cabe en ninguna parte"), says(ana, "espera su turno")];
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 1 });
    sync.between.sqs.intercept(onAction(["SendMessageBatch"], () => "break"));

    expect((await sync.deliver(event, next)).handedBack).toEqual([event, next]);
    sync.between.sqs.reset();
    sync.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 1 });
    expect(await sync.deliver(event, next)).toEqual(SETTLED);

    expect(saidSince(ana)).toEqual(["user: espera su turno"]);
    expect(await sync.deadLetters()).toMatchObject([{ told: { reason: "http-422", attempts: "2" } }]);
  });
});

describe("a queue message that is no event", () => {
  const good = () => says(newConversation(), "cualquier cosa");
  const bodies: [string, string, () => string][] = [
    ["malformed-json", "no JSON", () => "{ this is not JSON"],
    ["malformed-json", "JSON that is cut off", () => JSON.stringify(good()).slice(0, -9)],
    ["malformed-json", "brackets without end", () => "[".repeat(200_000)],
    ["malformed-event", "a list", () => "[]"],
    ["malformed-event", "null", () => "null"],
    ["malformed-event", "an event of no kind", () => JSON.stringify({ ...good(), type: "greeting" })],
    ["malformed-event", "an event of nobody", () => JSON.stringify({ ...good(), conversation: {} })],
    ["malformed-event", "a message without text", () => JSON.stringify({ ...good(), content: "" })],
    ["malformed-event", "a phone number that is none", () => withPhone("+00")],
    ["malformed-event", "a prototype", () => '{"__proto__":{"version":2},"constructor":{"name":"Object"}}'],
    ["unsupported-version", "an event from the future", () => JSON.stringify({ ...good(), version: 99 })],
  ];
  const withPhone = (phone: string) =>
    JSON.stringify({ ...good(), conversation: { ...newConversation(), phone } });

  it.each(bodies)("is put aside as %s, and costs its neighbours nothing: %s", async (reason, _, bodyOf) => {
    const ana = newConversation();
    const body = bodyOf();
    const malformed = { ...recordOf(good(), { groupId: "whoever" }), body };
    sync.personal.add(body);

    const batch = [says(ana, "vecina de al lado"), malformed, says(ana, "vecina también")];
    expect(await sync.deliver(...batch)).toEqual(SETTLED);

    expect(sync.transcript(ana)).toEqual(["user: vecina de al lado", "user: vecina también"]);
    const [letter] = await sync.deadLetters();
    expect(letter).toMatchObject({
      body,
      groupId: "whoever",
      told: {
        class: "malformed",
        reason,
        attempts: "1",
        lastAttemptAt: new Date(sync.time.now).toISOString(),
      },
    });
    expect(sync.counted("EventsDeadLettered", { class: "malformed" })).toBe(1);
  });

  it("stays in the queue for as long as it cannot be put aside", async () => {
    const ana = newConversation();
    const malformed = { ...recordOf(good()), body: "{ nor is this" };
    sync.between.sqs.intercept(onAction(["SendMessageBatch"], () => "break"));

    expect((await sync.deliver(malformed, says(ana, "sigo adelante"))).handedBack).toEqual([malformed]);

    expect(sync.transcript(ana)).toEqual(["user: sigo adelante"]);
  });
});

describe("what the sync Lambda printed meanwhile", () => {
  it("holds no phone number, id, text or key", () => expectNothingPersonal(sync));
});
