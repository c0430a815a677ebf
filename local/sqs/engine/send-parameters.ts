import type { SendMessageRequest } from "@aws-sdk/client-sqs";
import { contentBasedDeduplicationId } from "./digests.ts";
import { checkToken } from "./identifiers.ts";
import { MAX_DELAY } from "./limits.ts";
import type { Queue } from "./queue.ts";
import { invalidParameter, missingParameter, SqsError } from "./sqs-error.ts";

type FifoParameters = Pick<SendMessageRequest, "MessageGroupId" | "MessageDeduplicationId">;

export interface FifoFields {
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
}

const NOT_FOR_THIS_QUEUE = "The request include parameter that is not valid for this queue type.";

/**
 * Seconds before a new message becomes visible. "When you set FifoQueue, you can't set DelaySeconds per message."
 *
 * @throws {SqsError} InvalidParameterValue
 */
export function readDelay(queue: Queue, requested: number | undefined): number {
  const ofQueue = queue.secondsOf("DelaySeconds");
  if (requested === undefined || (queue.fifo && requested === 0)) return ofQueue;
  if (queue.fifo) throw invalidParameter("DelaySeconds", requested, NOT_FOR_THIS_QUEUE);
  if (requested < 0 || requested > MAX_DELAY) {
    throw invalidParameter("DelaySeconds", requested, `DelaySeconds must be >= 0 and <= ${MAX_DELAY}.`);
  }
  return requested;
}

/**
 * A FIFO queue needs a group, and a deduplication id unless it makes one from the body; a standard queue may have a
 * group, for fair queues.
 *
 * @throws {SqsError} MissingParameter, InvalidParameterValue
 */
export function readFifoFields(queue: Queue, parameters: FifoParameters, body: string): FifoFields {
  const { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = parameters;
  if (groupId !== undefined) checkToken("MessageGroupId", groupId);
  if (!queue.fifo) {
    if (deduplicationId === undefined) return { groupId, deduplicationId };
    throw invalidParameter("MessageDeduplicationId", deduplicationId, NOT_FOR_THIS_QUEUE);
  }
  if (groupId === undefined) throw missingParameter("MessageGroupId");
  return { groupId, deduplicationId: readDeduplicationId(queue, deduplicationId, body) };
}

/**
 * In a batch, SQS refuses the whole request for these two.
 *
 * @throws {SqsError} InvalidParameterValue
 */
export function checkFifoEntry(queue: Queue, parameters: FifoParameters): void {
  if (parameters.MessageGroupId === undefined) {
    throw new SqsError("InvalidParameterValue", missingParameter("MessageGroupId").message);
  }
  if (parameters.MessageDeduplicationId === undefined) checkDeduplicatesByContent(queue);
}

/** What a message is recognised by; undefined for a standard queue. */
export function deduplicationKey(queue: Queue, { groupId, deduplicationId }: FifoFields): string | undefined {
  if (deduplicationId === undefined) return undefined;
  const perGroup = queue.attributes["DeduplicationScope"] === "messageGroup";
  // Neither id can hold a space.
  return perGroup ? `${groupId} ${deduplicationId}` : deduplicationId;
}

function readDeduplicationId(queue: Queue, given: string | undefined, body: string): string {
  if (given !== undefined) {
    checkToken("MessageDeduplicationId", given);
    return given;
  }
  checkDeduplicatesByContent(queue);
  return contentBasedDeduplicationId(body);
}

function checkDeduplicatesByContent(queue: Queue): void {
  if (queue.attributes["ContentBasedDeduplication"] === "true") return;
  throw new SqsError(
    "InvalidParameterValue",
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}
