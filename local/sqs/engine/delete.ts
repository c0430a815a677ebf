import type {
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
} from "@aws-sdk/client-sqs";
import { checkEntries, forEachEntry } from "./batch.ts";
import type { Queue } from "./queue.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import { type Receipt, readReceiptHandle } from "./receipt-handle.ts";
import { invalidParameter, SqsError } from "./sqs-error.ts";

const EXPIRED = "The receipt handle has expired";

/**
 * Deletes a message, unless it is gone already. With the handle of a receipt whose visibility timeout has ended, a FIFO
 * queue refuses; a standard queue deletes the message all the same, unless it was received again since.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 *
 * @throws {SqsError}
 */
export function deleteMessage(registry: QueueRegistry, request: DeleteMessageRequest): void {
  const queue = registry.resolve(request.QueueUrl);
  const receipt = readReceiptHandle(queue, request.ReceiptHandle);
  if (receipt === undefined) return;
  if (hasExpired(queue, receipt)) {
    throw invalidParameter("ReceiptHandle", request.ReceiptHandle, `${EXPIRED}.`);
  }
  remove(queue, receipt);
}

/** @throws {SqsError} for what concerns the whole request; an entry that is refused alone is in Failed */
export function deleteMessageBatch(
  registry: QueueRegistry,
  request: DeleteMessageBatchRequest,
): DeleteMessageBatchResult {
  const queue = registry.resolve(request.QueueUrl);
  return forEachEntry(checkEntries(request.Entries), ({ ReceiptHandle: handle }) => {
    const receipt = readReceiptHandle(queue, handle);
    // The code that SQS answers in a batch is not the one that it answers to a single request.
    if (receipt !== undefined && hasExpired(queue, receipt)) {
      throw new SqsError("ReceiptHandleIsInvalid", EXPIRED);
    }
    if (receipt !== undefined) remove(queue, receipt);
    return {};
  });
}

function hasExpired(queue: Queue, { message, latest }: Receipt): boolean {
  return queue.fifo && !(latest && message.state === "inFlight");
}

function remove(queue: Queue, { message, latest }: Receipt): void {
  if (latest) queue.messages.remove(message);
}
