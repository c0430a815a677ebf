import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { sha256 } from "../sync-events/queue-message.ts";
import { sendInOrder } from "./send-in-order.ts";

/** Why an event needs a person. */
export interface DeadLetterReason {
  /** "permanent": would fail the same way again; "exhausted": was tried for hours; "malformed": is no event. */
  readonly class: "permanent" | "exhausted" | "malformed";
  /** Short and stable, to be filtered by: "http-422", "malformed-json", … Never holds content. */
  readonly reason: string;
  readonly httpStatus?: number | undefined;
  /** Epoch milliseconds. */
  readonly firstAttemptAt?: number | undefined;
  readonly lastAttemptAt: number;
  readonly attempts: number;
}

export interface DeadLetterQueue {
  /**
   * Puts a record aside. The body stays the event itself, so that AWS's own redrive is safe; everything else travels
   * as message attributes (SQS allows ten).
   *
   * @throws {QueueUnavailableError} when it is not queued: the record must then stay where it is
   */
  put(record: SQSRecord, reason: DeadLetterReason): Promise<void>;
}

export function createDeadLetterQueue(sqs: SQSClient, queueUrl: string): DeadLetterQueue {
  return {
    async put(record, reason) {
      await sendInOrder(sqs, queueUrl, [
        {
          body: record.body,
          groupId: record.attributes.MessageGroupId ?? record.messageId,
          // Of the record, not of the event: an event that fails again after a replay is a new dead letter.
          deduplicationId: sha256(record.messageId),
          attributes: toAttributes(reason),
        },
      ]);
    },
  };
}

function toAttributes(reason: DeadLetterReason): Record<string, string> {
  const attributes = {
    class: reason.class,
    reason: reason.reason,
    httpStatus: reason.httpStatus?.toString(),
    firstAttemptAt: isoTime(reason.firstAttemptAt),
    lastAttemptAt: isoTime(reason.lastAttemptAt),
    attempts: String(reason.attempts),
  };
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function isoTime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}
