import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDeadLetterQueue, type DeadLetterQueue } from "../../functions/queues/dead-letters.ts";
import { QueueUnavailableError } from "../../functions/queues/send-in-order.ts";
import { MAX_EVENT_BYTES } from "../../functions/sync-events/publisher.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { clientSettings } from "../../local/runtime/aws-account.ts";
import { queued, SENT_AT, sqsRecord } from "../sync/queued-events.ts";
import { messageEvent } from "../sync-events/sample-events.ts";
import { drain } from "./drain.ts";
import { startQueues } from "./start-fauxqs.ts";

let queues: Awaited<ReturnType<typeof startQueues>>;
let deadLetters: DeadLetterQueue;

beforeAll(async () => {
  queues = await startQueues([SYNC_QUEUE]);
  deadLetters = createDeadLetterQueue(queues.client, queues.queueUrl(SYNC_QUEUE.deadLetterName));
});

afterAll(() => queues.stop());

async function letters() {
  const messages = await drain(queues.client, queues.queueUrl(SYNC_QUEUE.deadLetterName));
  return messages.map(({ Body: body, Attributes: attributes, MessageAttributes: told = {} }) => ({
    body,
    groupId: attributes?.MessageGroupId,
    told: Object.fromEntries(Object.entries(told).map(([name, { StringValue }]) => [name, StringValue])),
  }));
}

const refused = {
  class: "permanent",
  reason: "http-422",
  httpStatus: 422,
  firstAttemptAt: SENT_AT,
  lastAttemptAt: SENT_AT + 1_500,
  attempts: 3,
} as const;

describe("a dead letter", () => {
  it("is the event itself, in its own group, with what happened to it as attributes", async () => {
    const { record } = queued(messageEvent());

    await deadLetters.put({ record }, refused);

    expect(await letters()).toEqual([
      {
        body: record.body,
        groupId: record.attributes.MessageGroupId,
        told: {
          class: "permanent",
          reason: "http-422",
          httpStatus: "422",
          firstAttemptAt: "2026-03-01T12:00:00.000Z",
          lastAttemptAt: "2026-03-01T12:00:01.500Z",
          attempts: "3",
        },
      },
    ]);
  });

  it("that never was an event keeps its text and has no attributes about calls", async () => {
    const record = sqsRecord("{ not JSON", { MessageGroupId: "group-1" });

    await deadLetters.put(
      { record },
      {
        class: "malformed",
        reason: "malformed-json",
        lastAttemptAt: SENT_AT,
        attempts: 1,
      },
    );

    expect(await letters()).toEqual([
      {
        body: "{ not JSON",
        groupId: "group-1",
        told: {
          class: "malformed",
          reason: "malformed-json",
          lastAttemptAt: "2026-03-01T12:00:00.000Z",
          attempts: "1",
        },
      },
    ]);
  });

  it("is there once, although the record was put aside twice", async () => {
    const { record } = queued(messageEvent());

    await deadLetters.put({ record }, refused);
    await deadLetters.put({ record }, { ...refused, attempts: 4 });

    expect(await letters()).toHaveLength(1);
  });

  it("is there again when the same event fails after a replay", async () => {
    await deadLetters.put(queued(messageEvent()), refused);
    await deadLetters.put(queued(messageEvent(), { replay: "replay-1" }), refused);

    expect(await letters()).toHaveLength(2);
  });

  it("has room for its attributes beside the largest event that is ever published", async () => {
    const record = sqsRecord("x".repeat(MAX_EVENT_BYTES), { MessageGroupId: "group-1" });

    await deadLetters.put({ record }, refused);

    expect(await letters()).toHaveLength(1);
  });

  it("that cannot be queued fails, so that the record stays where it is", async () => {
    const client = new SQSClient({ ...clientSettings(queues.endpoint), maxAttempts: 1 });
    const nowhere = createDeadLetterQueue(client, queues.queueUrl("no-such-queue.fifo"));

    await expect(nowhere.put(queued(messageEvent()), refused)).rejects.toThrow(QueueUnavailableError);
    client.destroy();
  });
});
