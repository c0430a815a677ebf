import { randomUUID } from "node:crypto";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { sendInOrder } from "../queues/send-in-order.ts";
import { type Letter, SPLIT_ATTRIBUTES } from "./letter.ts";

/**
 * Makes dead letters of their own of events whose message is about to be deleted for the sake of the others in it. A copy,
 * if this is done twice, is harmless; that SQS takes one for a copy and drops it would not be, so ids are new each time.
 *
 * @throws {QueueUnavailableError} when not all of them are queued: their messages must then stay
 */
export async function splitOff(sqs: SQSClient, queueUrl: string, letters: readonly Letter[]): Promise<void> {
  await sendInOrder(
    sqs,
    queueUrl,
    letters.map(({ body, groupId, attributes, messageId, deadSince }) => ({
      ...{ body, groupId, deduplicationId: randomUUID() },
      attributes: {
        ...attributes,
        [SPLIT_ATTRIBUTES.from]: messageId,
        [SPLIT_ATTRIBUTES.deadSince]: new Date(deadSince).toISOString(),
      },
    })),
  );
}
