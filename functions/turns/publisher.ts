import type { SQSClient } from "@aws-sdk/client-sqs";
import { sizeOf } from "../queues/plan-waves.ts";
import { sendInOrder } from "../queues/send-in-order.ts";
import { EventTooLargeError, MAX_EVENT_BYTES } from "../sync-events/publisher.ts";
import type { Turn } from "./contract.ts";
import { toTurnMessage } from "./queue-message.ts";

export interface TurnPublisher {
  /**
   * Queues the turns durably, in order within each conversation.
   *
   * @throws {QueueUnavailableError} when not all of them are queued
   * @throws {EventTooLargeError} before anything is sent
   */
  publish(turns: readonly Turn[]): Promise<void>;
}

export function createTurnPublisher(sqs: SQSClient, queueUrl: string): TurnPublisher {
  return {
    async publish(turns) {
      const messages = turns.map(toTurnMessage);
      const tooLarge = messages.map(sizeOf).find((bytes) => bytes > MAX_EVENT_BYTES);
      if (tooLarge !== undefined) throw new EventTooLargeError("a turn", tooLarge);
      await sendInOrder(sqs, queueUrl, messages);
    },
  };
}
