import type { SQSClient } from "@aws-sdk/client-sqs";
import { MAX_BATCH_BYTES, sizeOf } from "../queues/plan-waves.ts";
import { sendInOrder } from "../queues/send-in-order.ts";
import type { SyncEvent } from "./contract.ts";
import { toQueueMessage } from "./queue-message.ts";

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
}

export function createSyncEventPublisher(sqs: SQSClient, queueUrl: string): SyncEventPublisher {
  return {
    async publish(events) {
      const messages = events.map((event) => {
        const message = toQueueMessage(event);
        const bytes = sizeOf(message);
        if (bytes > MAX_EVENT_BYTES) throw new EventTooLargeError(`a ${event.type} event`, bytes);
        return message;
      });
      await sendInOrder(sqs, queueUrl, messages);
    },
  };
}
