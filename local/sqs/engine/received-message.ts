import type { Message, MessageSystemAttributeName, ReceiveMessageRequest } from "@aws-sdk/client-sqs";
import { digestOfAttributes } from "./digests.ts";
import type { MessageAttributes, StoredMessage } from "./message.ts";
import type { Queue } from "./queue.ts";
import { receiptHandleOf } from "./receipt-handle.ts";

/** What SQS answers for the user id of whoever sent a message. */
const SENDER_ID = "AIDALOCALACCOUNT00000";

const EVERYTHING = new Set(["All", "*", ".*"]);

type Wanted = Pick<
  ReceiveMessageRequest,
  "AttributeNames" | "MessageSystemAttributeNames" | "MessageAttributeNames"
>;

/** A message as ReceiveMessage answers it, with the attributes that were asked for. */
export function toReceived(queue: Queue, message: StoredMessage, wanted: Wanted): Message {
  const attributes = systemAttributesOf(message, [
    ...(wanted.AttributeNames ?? []),
    ...(wanted.MessageSystemAttributeNames ?? []),
  ]);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandleOf(queue, message),
    MD5OfBody: message.bodyDigest,
    Body: message.body,
    ...(attributes !== undefined && { Attributes: attributes }),
    ...messageAttributesOf(message, wanted.MessageAttributeNames ?? []),
  };
}

function systemAttributesOf(message: StoredMessage, names: readonly string[]): Message["Attributes"] {
  if (names.length === 0) return undefined;
  const all: Partial<Record<MessageSystemAttributeName, string | undefined>> = {
    SenderId: SENDER_ID,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: message.firstReceivedAt?.toString(),
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.sequenceNumber,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  const isWanted = names.includes("All") ? () => true : (name: string) => names.includes(name);
  const found = Object.entries(all).filter(([name, value]) => value !== undefined && isWanted(name));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** The digest is that of the attributes in the answer, not of all that the message has. */
function messageAttributesOf(
  { attributes, attributesDigest }: StoredMessage,
  names: readonly string[],
): Pick<Message, "MessageAttributes" | "MD5OfMessageAttributes"> {
  if (attributes === undefined || attributesDigest === undefined || names.length === 0) return {};
  if (names.some((name) => EVERYTHING.has(name))) {
    return { MessageAttributes: attributes, MD5OfMessageAttributes: attributesDigest };
  }
  const chosen = chooseAttributes(attributes, names);
  const digest = digestOfAttributes(chosen);
  return digest === undefined ? {} : { MessageAttributes: chosen, MD5OfMessageAttributes: digest };
}

/** @param names exact ones, or with ".*" at the end for all that begin so */
function chooseAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const prefixes = names.filter((name) => name.endsWith(".*")).map((name) => name.slice(0, -2));
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) => names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)),
    ),
  );
}
