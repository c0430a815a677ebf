import type { SQSMessageAttributes, SQSRecord, SQSRecordAttributes } from "aws-lambda";
import type { QueuedEvent } from "../../functions/sync/queued-event.ts";
import type { SyncEvent } from "../../functions/sync-events/contract.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { toQueueMessage, toQueueText } from "../../functions/sync-events/queue-message.ts";

export const SENT_AT = Date.parse("2026-03-01T12:00:00Z");

let count = 0;

/** A record as Lambda hands it over. */
export function sqsRecord(
  body: string,
  attributes: Partial<SQSRecordAttributes> = {},
  messageAttributes: Readonly<Record<string, string>> = {},
): SQSRecord {
  count += 1;
  return {
    messageId: `message-${count}`,
    receiptHandle: `receipt-${count}`,
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: String(SENT_AT),
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: String(SENT_AT),
      ...attributes,
    },
    messageAttributes: toMessageAttributes(messageAttributes),
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:sync.fifo",
    awsRegion: "us-east-1",
  };
}

/** An event as the sync Lambda sees it. */
export function queued<Event extends SyncEvent>(
  event: Event,
  messageAttributes: Readonly<Record<string, string>> = {},
): QueuedEvent & { readonly event: Event } {
  const { groupId, deduplicationId } = toQueueMessage(event);
  const attributes = { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId };
  const record = sqsRecord(toQueueText(event), attributes, messageAttributes);
  return { record, event, hash: eventHash(event.id) };
}

function toMessageAttributes(attributes: Readonly<Record<string, string>>): SQSMessageAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { dataType: "String", stringValue: value }]),
  );
}
