import type { SQSClient } from "@aws-sdk/client-sqs";
import type { FifoMessage } from "../queues/fifo-message.ts";
import { MAX_BATCH_BYTES, sizeOf } from "../queues/plan-waves.ts";
import { sendInOrder } from "../queues/send-in-order.ts";
import type { SyncEvent } from "./contract.ts";
import { toQueueMessage } from "./queue-message.ts";
import { toSequenceMessages } from "./sequence.ts";

/** SQS's limit, less room for the attributes that a dead letter carries besides the event. */
export const MAX_EVENT_BYTES = MAX_BATCH_BYTES - 1024;

/** An event that no queue can take. Whoever makes events has to bound them; see MAX_CONTENT_CHARACTERS. */
export class EventTooLargeError extends Error {
  override readonly name = "EventTooLargeError";

  /** @param what "a state event" */
  constructor(what: string, bytes: number) {
    super(`${what} of ${bytes} bytes is over SQS's limit of ${MAX_EVENT_BYTES}`);
  }
}

export interface SyncEventPublisher {
  /**
   * Queues the events durably, in order within each conversation.
   *
   * @throws {QueueUnavailableError} when not all of them are queued
   * @throws {EventTooLargeError} before anything is sent
   */
  publish(events: readonly SyncEvent[]): Promise<void>;
  /**
   * Queues the events of one conversation as one message, so that they are queued whole or not at all, and are applied
   * together. Only where SQS would not take it they are several, in order.
   *
   * @throws {QueueUnavailableError} when not all of them are queued
   * @throws {EventTooLargeError} before anything is sent
   */
  publishTogether(events: readonly SyncEvent[]): Promise<void>;
}

export function createSyncEventPublisher(sqs: SQSClient, queueUrl: string): SyncEventPublisher {
  return {
    async publish(events) {
      await sendInOrder(sqs, queueUrl, events.map(bounded));
    },
    async publishTogether(events) {
      for (const event of events) bounded(event);
      await sendInOrder(sqs, queueUrl, toSequenceMessages(events, MAX_EVENT_BYTES));
    },
  };
}

/** @throws {EventTooLargeError} */
function bounded(event: SyncEvent): FifoMessage {
  const message = toQueueMessage(event);
  const bytes = sizeOf(message);
  if (bytes > MAX_EVENT_BYTES) throw new EventTooLargeError(`a ${event.type} event`, bytes);
  return message;
}
