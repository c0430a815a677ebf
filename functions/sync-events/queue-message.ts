import { hash } from "node:crypto";
import { branchOf } from "../identities/branch.ts";
import type { FifoMessage } from "../queues/fifo-message.ts";
import type { Conversation, SyncEvent } from "./contract.ts";

/**
 * The FIFO group of a conversation: everything in it has one writer, in order. A hash, because a group id shows up in
 * metadata, metrics and consoles where no phone number may; 64 characters (SQS allows 128).
 */
export function groupOf(conversation: Pick<Conversation, "subDomain" | "localId" | "key">): string {
  return sha256(`${branchOf(conversation)}\n${conversation.key}`);
}

/** Under 128 characters and free of anything personal, whatever the id holds. */
export function deduplicationIdOf(event: Pick<SyncEvent, "id" | "conversation">): string {
  return sha256(`${event.conversation.subDomain}\n${event.id}`);
}

/** An event as it is sent to sync.fifo. */
export function toQueueMessage(event: SyncEvent): FifoMessage {
  return {
    body: toQueueText(event),
    groupId: groupOf(event.conversation),
    deduplicationId: deduplicationIdOf(event),
  };
}

/**
 * JSON that SQS accepts. SQS rejects U+FFFE and U+FFFF, which JSON leaves as they are (control characters and lone
 * surrogates it escapes), so these two are escaped as well: nothing of a customer's text is lost. So is everything beyond
 * U+FFFF, emojis above all: SQS takes it, but not every stand-in for SQS does.
 * Rule: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function toQueueText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\uD800-\uDFFF\uFFFE\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}

/** Hex; what is hashed is an identifier that must not be seen. */
export function sha256(value: string): string {
  return hash("sha256", value);
}
