import type { ReceiveMessageRequest, ReceiveMessageResult } from "@aws-sdk/client-sqs";
import { deadLetterQueueOf, moveToDeadLetters } from "./dead-letters.ts";
import type { StoredMessage } from "./message.ts";
import type { Queue } from "./queue.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import { rememberAttempt, repeatAttempt } from "./receive-attempts.ts";
import { readReceiveParameters } from "./receive-parameters.ts";
import { toReceived } from "./received-message.ts";
import { SqsError } from "./sqs-error.ts";

/** How a receive departs from what the request says. */
export interface ReceiveQuirks {
  /** At most so many messages. */
  readonly atMost?: number;
  /** The messages stay visible, as if another copy of each were left. */
  readonly keepVisible?: boolean;
}

/**
 * Receives what is visible now; it never waits. Messages that were received as often as the redrive policy allows go
 * to the dead-letter queue instead.
 *
 * @throws {SqsError}
 */
export function receiveMessage(
  registry: QueueRegistry,
  request: ReceiveMessageRequest,
  quirks: ReceiveQuirks = {},
): ReceiveMessageResult {
  const queue = registry.resolve(request.QueueUrl);
  if (quirks.keepVisible && queue.fifo) throw new TypeError("a FIFO queue does not deliver a message twice");
  const asked = readReceiveParameters(queue, request);
  const parameters = { ...asked, maximum: Math.min(asked.maximum, quirks.atMost ?? asked.maximum) };
  const now = registry.now();
  const messages =
    repeatAttempt(queue, parameters, now) ?? takeNext(registry, queue, parameters.maximum, now);
  if (messages.length === 0) return {};
  const hiddenUntil = now + parameters.visibilityTimeout * 1000;
  for (const message of messages) {
    message.receivedAt = now;
    queue.messages.hide(message, hiddenUntil);
  }
  // Only now: while others of their group are still in flight, none of them is to become visible.
  if (hiddenUntil === now || quirks.keepVisible)
    for (const message of messages) queue.messages.reveal(message);
  rememberAttempt(queue, parameters, messages, now);
  return { Messages: messages.map((message) => toReceived(queue, message, request)) };
}

/** Takes messages out of what is visible, and counts them as received; the caller hides them. */
function takeNext(registry: QueueRegistry, queue: Queue, maximum: number, now: number): StoredMessage[] {
  const room = roomInFlight(registry, queue);
  const wanted = Math.min(maximum, room);
  const taken: StoredMessage[] = [];
  while (taken.length < wanted) {
    const found = queue.messages.next(wanted - taken.length);
    if (found.length === 0) break;
    for (const message of found) if (take(registry, queue, message, now)) taken.push(message);
  }
  return taken;
}

/** @returns false when the message has become a dead letter */
function take(registry: QueueRegistry, queue: Queue, message: StoredMessage, now: number): boolean {
  const policy = queue.redrivePolicy;
  if (policy !== undefined && message.receiveCount >= policy.maxReceiveCount) {
    const deadLetters = deadLetterQueueOf(registry, queue, policy);
    if (deadLetters !== undefined) {
      moveToDeadLetters(registry, queue, message, deadLetters, now);
      return false;
    }
  }
  message.receiveCount += 1;
  message.receipts += 1;
  message.firstReceivedAt ??= now;
  // Until the whole batch is together, so that it is not found again.
  queue.messages.hide(message, Number.POSITIVE_INFINITY);
  return true;
}

/**
 * "If this limit is reached, Amazon SQS does not return an error" for FIFO queues; for standard queues it does.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-fifo.html
 *
 * @throws {SqsError} OverLimit
 */
function roomInFlight(registry: QueueRegistry, queue: Queue): number {
  const { inFlightLimits } = registry.settings;
  const room = (queue.fifo ? inFlightLimits.fifo : inFlightLimits.standard) - queue.messages.depth.inFlight;
  if (room > 0 || queue.fifo) return Math.max(room, 0);
  throw new SqsError("OverLimit", "The maximum number of messages in flight is reached.");
}
