import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { Link } from "./chain.ts";
import type { Deadline } from "./deadline-heap.ts";

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** What a message says, and what SQS knows of it from its sending. */
export interface MessageContent {
  readonly id: string;
  readonly body: string;
  /** MD5, hexadecimal. */
  readonly bodyDigest: string;
  readonly attributes: MessageAttributes | undefined;
  readonly attributesDigest: string | undefined;
  readonly traceHeader: string | undefined;
  readonly groupId: string | undefined;
  /** In FIFO queues only, as is the sequence number. */
  readonly deduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  /** The queue that it was a dead letter of. */
  readonly deadLetterSourceArn: string | undefined;
  /** Receives before it came into this queue: the count goes on in a dead-letter queue. */
  readonly receivedBefore: number;
  readonly firstReceivedAt: number | undefined;
}

/** Delayed: sent, and not to be seen yet. In flight: received, and not to be seen by anybody else. */
export type MessageState = "available" | "delayed" | "inFlight";

/** A message in a queue. */
export interface StoredMessage extends Omit<MessageContent, "receivedBefore" | "firstReceivedAt"> {
  state: MessageState;
  receiveCount: number;
  /** Epoch milliseconds, both. */
  firstReceivedAt: number | undefined;
  receivedAt: number | undefined;
  /** Counts the receipt handles given out for it in this queue. */
  receipts: number;
  /** Counts what was done to it, so that a later look can tell whether it is as it was. */
  revision: number;
  /** When it becomes visible; missing while it is. */
  hidden: Deadline<StoredMessage> | undefined;
  /** Its entry among the queue's messages by age. */
  age: Deadline<StoredMessage> | undefined;
  /** Its place in the order of delivery. */
  place: Link<StoredMessage> | undefined;
}

export function toStored(content: MessageContent): StoredMessage {
  return {
    id: content.id,
    body: content.body,
    bodyDigest: content.bodyDigest,
    attributes: content.attributes,
    attributesDigest: content.attributesDigest,
    traceHeader: content.traceHeader,
    groupId: content.groupId,
    deduplicationId: content.deduplicationId,
    sequenceNumber: content.sequenceNumber,
    sentAt: content.sentAt,
    deadLetterSourceArn: content.deadLetterSourceArn,
    firstReceivedAt: content.firstReceivedAt,
    receiveCount: content.receivedBefore,
    state: "available",
    receivedAt: undefined,
    receipts: 0,
    revision: 0,
    hidden: undefined,
    age: undefined,
    place: undefined,
  };
}
