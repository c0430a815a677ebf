import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { sign } from "../../functions/whatsapp/signature.ts";
import { LOCAL_SECRETS } from "../../local/runtime/lambda-environment.ts";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { awsFailure, type Interceptor } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { type SendBatch, startWebhookBench, type WebhookBench } from "../support/webhook-bench.ts";
import { messagesWebhook, textMessage, textWebhook } from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

let webhook: WebhookBench;

beforeAll(async () => {
  webhook = await startWebhookBench();
});
afterEach(() => webhook.reset());
afterAll(() => webhook.stop());

const people = (count: number) => Array.from({ length: count }, newPhone);

/** One webhook in which everybody says these things in turn. */
function conversationOf(phones: readonly string[], texts: readonly string[]) {
  const messages = texts.flatMap((text) => phones.map((phone) => textMessage(phone, `${text} (${phone})`)));
  return messagesWebhook(LA_TERRAZA.phoneNumberId, { messages });
}

/** What is in the queue of what one person said. */
const saidBy = (phone: string) =>
  webhook
    .contents()
    .filter((content) => content.endsWith(`(${phone})`))
    .map((content) => content.slice(0, content.lastIndexOf(" (")));

/** Entries of a batch whose body has one of the texts. */
const idsWith = ({ Entries: entries = [] }: SendBatch, ...texts: string[]) =>
  entries
    .filter(({ MessageBody: body = "" }) => texts.some((text) => body.includes(text)))
    .map(({ Id = "" }) => Id);

describe("a thousand messages in one webhook", () => {
  const texts = Array.from({ length: 25 }, (_, index) => `línea ${index}`);

  it("are all queued, in order within each conversation, in batches that SQS takes", async () => {
    const phones = people(40);

    expect(await webhook.post(conversationOf(phones, texts))).toBe(200);

    for (const phone of phones) expect(saidBy(phone)).toEqual(texts);
    expect(webhook.batches()).toHaveLength(25 * 4);
    for (const { Entries: entries = [] } of webhook.batches()) {
      expect(entries.length).toBeLessThanOrEqual(10);
      expect(new Set(entries.map(({ MessageGroupId: group }) => group)).size).toBe(entries.length);
    }
    expect(webhook.counted("EventsPublished")).toBe(1000);
  });

  it("of one person are queued one after the other", async () => {
    const phone = newPhone();
    const many = Array.from({ length: 300 }, (_, index) => `mensaje ${index}`);

    expect(await webhook.post(conversationOf([phone], many))).toBe(200);

    expect(saidBy(phone)).toEqual(many);
  });
});

describe("long messages", () => {
  it("never make a batch of more than 1 MiB", async () => {
    const messages = people(25).map((phone) => textMessage(phone, "ñ".repeat(60_000)));

    expect(await webhook.post(messagesWebhook(LA_TERRAZA.phoneNumberId, { messages }))).toBe(200);

    expect(webhook.contents()).toEqual(messages.map(() => "ñ".repeat(60_000)));
    const sizes = webhook
      .batches()
      .map(({ Entries: entries = [] }) =>
        entries.reduce((sum, { MessageBody: body = "" }) => sum + Buffer.byteLength(body), 0),
      );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024);
    expect(webhook.batches().length).toBeLessThan(25);
  });

  it("beyond any limit are cut, and arrive", async () => {
    // Each of these takes twelve bytes in the queue.
    expect(await webhook.post(textWebhook(LA_TERRAZA, newPhone(), "🐟".repeat(400_000)))).toBe(200);
    expect(webhook.contents()).toEqual([expect.stringMatching(/^🐟+ … \[cut\]$/u)]);
  });
});

describe("entries that SQS refuses", () => {
  it("are sent again, and are not overtaken in their conversation", async () => {
    const phones = people(3);
    webhook.onBatch((batch, number) =>
      number <= 2 ? { fault: "refuseEntries", ids: idsWith(batch, `hola (${phones[1]})`) } : undefined,
    );

    expect(await webhook.post(conversationOf(phones, ["hola", "¿qué tal?"]))).toBe(200);

    for (const phone of phones) expect(saidBy(phone)).toEqual(["hola", "¿qué tal?"]);
    expect(webhook.batches().map(({ Entries: entries = [] }) => entries.length)).toEqual([3, 1, 1, 3]);
  });

  it("to the end give a 500; Meta's second delivery completes what is missing and repeats nothing", async () => {
    const phones = people(12);
    const unlucky = phones[5] ?? "";
    const body = conversationOf(phones, ["uno", "dos", "tres"]);
    webhook.onBatch((batch) => {
      const ids = idsWith(batch, `dos (${unlucky})`);
      return ids.length > 0 ? { fault: "refuseEntries", ids } : undefined;
    });

    expect(await webhook.post(body, { requestId: "request-refused" })).toBe(500);

    expect(saidBy(unlucky)).toEqual(["uno"]);
    expect(webhook.counted("PublishFailures")).toBe(1);
    expect(webhook.logged()).toContainEqual(
      expect.objectContaining({
        level: "ERROR",
        errorName: "QueueUnavailableError < BatchEntriesRefusedError",
        correlationId: "request-refused",
      }),
    );

    webhook.onBatch(() => undefined);
    expect(await webhook.post(body)).toBe(200);

    for (const phone of phones) expect(saidBy(phone)).toEqual(["uno", "dos", "tres"]);
  });
});

describe("a webhook that Meta delivers twice", () => {
  it("is queued once, also when both arrive at the same moment in two execution environments", async () => {
    const phones = people(5);
    const body = conversationOf(phones, ["uno", "dos", "tres"]);

    const statuses = await Promise.all([webhook.post(body), webhook.lambda().post(body)]);

    expect(statuses).toEqual([200, 200]);
    for (const phone of phones) expect(saidBy(phone)).toEqual(["uno", "dos", "tres"]);
    await webhook.post(body);
    expect(webhook.contents()).toHaveLength(15);
  });

  it("is queued once when SQS took it and the answer was lost", async () => {
    const phone = newPhone();
    webhook.onBatch((_, number) => (number === 1 ? { fault: "applyThenDrop" } : undefined));

    expect(await webhook.post(conversationOf([phone], ["uno", "dos"]))).toBe(200);

    expect(saidBy(phone)).toEqual(["uno", "dos"]);
  });
});

describe("a service that is down", () => {
  const broken: Interceptor = () => "break";

  it.each([
    ["breaks every connection", broken],
    ["answers that the fault is its own", () => awsFailure],
  ])("SQS that %s: a 500 after a handful of attempts, and all arrives the next time", async (_, fault) => {
    const phones = people(100);
    webhook.between.sqs.intercept(fault);

    expect(await webhook.post(conversationOf(phones, ["hola", "¿hola?"]))).toBe(500);

    // Eight batches are under way at once, and each is tried three times: none of the other batches, no second wave.
    expect(webhook.between.sqs.requests()).toHaveLength(8 * 3);
    expect(webhook.counted("PublishFailures")).toBe(1);
    expect(webhook.queued()).toEqual([]);
  });

  it.each([
    ["breaks every connection", broken],
    ["answers that the fault is its own", () => awsFailure],
  ])("DynamoDB that %s: a 500, and nothing is queued that was not given a conversation", async (_, fault) => {
    const phone = newPhone();
    const body = conversationOf([phone], ["hola", "¿hola?"]);
    webhook.between.dynamodb.intercept(fault);

    expect(await webhook.post(body)).toBe(500);
    expect(webhook.batches()).toEqual([]);

    webhook.between.dynamodb.reset();
    expect(await webhook.post(body)).toBe(200);
    expect(saidBy(phone)).toEqual(["hola", "¿hola?"]);
  });

  it("shows in the answer as a status alone", async () => {
    webhook.between.sqs.intercept(broken);
    const body = Buffer.from(JSON.stringify(textWebhook(LA_TERRAZA, newPhone(), "¿Me oyen?")));
    const headers = { "x-hub-signature-256": sign(body, LOCAL_SECRETS.WHATSAPP_APP_SECRET) };

    expect(await webhook.request({ body, headers })).toEqual({ statusCode: 500 });
  });
});

describe("what the webhook Lambda did meanwhile", () => {
  it("printed no phone number, id, text or key", () => expectNothingPersonal(webhook));
  it("called nobody but DynamoDB and SQS", () => expect(webhook.elsewhere.requests()).toEqual([]));
});
