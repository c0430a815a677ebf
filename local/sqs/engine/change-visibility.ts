import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchRequestEntry,
  ChangeMessageVisibilityBatchResult,
  ChangeMessageVisibilityRequest,
} from "@aws-sdk/client-sqs";
import { checkEntries, forEachEntry } from "./batch.ts";
import { MAX_VISIBILITY_TIMEOUT } from "./limits.ts";
import type { StoredMessage } from "./message.ts";
import type { Queue } from "./queue.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import { readReceiptHandle } from "./receipt-handle.ts";
import { checkVisibilityTimeout } from "./receive-parameters.ts";
import { invalidParameter, missingParameter, SqsError } from "./sqs-error.ts";

type Change = Pick<ChangeMessageVisibilityBatchRequestEntry, "ReceiptHandle" | "VisibilityTimeout">;

/**
 * Hides a message for so long from now, or no longer if the time is 0.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 *
 * @throws {SqsError}
 */
export function changeMessageVisibility(
  registry: QueueRegistry,
  request: ChangeMessageVisibilityRequest,
): void {
  change(registry.resolve(request.QueueUrl), request, registry.now());
}

/** @throws {SqsError} for what concerns the whole request; an entry that is refused alone is in Failed */
export function changeMessageVisibilityBatch(
  registry: QueueRegistry,
  request: ChangeMessageVisibilityBatchRequest,
): ChangeMessageVisibilityBatchResult {
  const queue = registry.resolve(request.QueueUrl);
  return forEachEntry(checkEntries(request.Entries), (entry) => {
    change(queue, entry, registry.now());
    return {};
  });
}

function change(
  queue: Queue,
  { ReceiptHandle: handle, VisibilityTimeout: timeout }: Change,
  now: number,
): void {
  if (timeout === undefined) throw missingParameter("VisibilityTimeout");
  checkVisibilityTimeout(timeout);
  const message = findHidden(queue, handle);
  const until = now + timeout * 1000;
  checkTotal(message, timeout, until);
  if (timeout === 0) queue.messages.reveal(message);
  else queue.messages.hide(message, until);
}

/** A standard queue also hides again what is visible again, and takes the handle of an earlier receipt. */
function findHidden(queue: Queue, handle: string | undefined): StoredMessage {
  const receipt = readReceiptHandle(queue, handle);
  if (receipt === undefined) {
    const reason = "Message does not exist or is not available for visibility timeout change.";
    throw invalidParameter("ReceiptHandle", handle, reason);
  }
  const { message, latest } = receipt;
  if (queue.fifo && !(latest && message.state === "inFlight")) {
    throw new SqsError("MessageNotInflight", `Value ${handle} for parameter ReceiptHandle is not in flight.`);
  }
  return message;
}

/** "The maximum visibility timeout is 12 hours from the time that Amazon SQS receives the ReceiveMessage request." */
function checkTotal(message: StoredMessage, timeout: number, until: number): void {
  if (until <= (message.receivedAt ?? until) + MAX_VISIBILITY_TIMEOUT * 1000) return;
  throw invalidParameter(
    "VisibilityTimeout",
    timeout,
    `Total VisibilityTimeout for the message is beyond the limit [${MAX_VISIBILITY_TIMEOUT} seconds]`,
  );
}
