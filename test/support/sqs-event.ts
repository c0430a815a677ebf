import { createHash, randomUUID } from "node:crypto";
import type { SQSEvent, SQSMessageAttributes, SQSRecord } from "aws-lambda";

export interface RecordSettings {
  readonly body?: string;
  readonly messageId?: string;
  readonly groupId?: string;
  /** How often it has been received, this time included. Default 1. */
  readonly receiveCount?: number;
  /** Epoch milliseconds. */
  readonly sentAt?: number;
  /** Epoch milliseconds. */
  readonly firstReceivedAt?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

let sequence = 0;

/** A record as Lambda hands it over; records made one after the other have rising sequence numbers. */
export function sqsRecord(settings: RecordSettings = {}): SQSRecord {
  const { body = "{}", messageId = randomUUID(), groupId = "group", receiveCount = 1 } = settings;
  const { sentAt = Date.now(), firstReceivedAt = sentAt, attributes = {} } = settings;
  sequence += 1;
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      SequenceNumber: String(sequence).padStart(20, "0"),
      MessageGroupId: groupId,
      SenderId: "000000000000",
      MessageDeduplicationId: messageId,
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    },
    messageAttributes: asMessageAttributes(attributes),
    md5OfBody: createHash("md5").update(body).digest("hex"),
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:sync.fifo",
    awsRegion: "us-east-1",
  };
}

export function sqsEvent(...records: readonly RecordSettings[]): SQSEvent {
  return { Records: records.map(sqsRecord) };
}

function asMessageAttributes(attributes: Readonly<Record<string, string>>): SQSMessageAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, stringValue]) => [
      name,
      { stringValue, stringListValues: [], binaryListValues: [], dataType: "String" },
    ]),
  );
}
