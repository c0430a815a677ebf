import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { sha256 } from "../sync-events/queue-message.ts";
import type { Part } from "../sync-events/sequence.ts";
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

/** What is put aside: a record, or one of several events in it. */
export interface InRecord {
  readonly record: SQSRecord;
  readonly part?: Part | undefined;
}

/**
 * Whether something came back from the dead letters, by our replay or by AWS's own redrive: a dead letter's attributes
 * travel with it.
 */
export function isBackFromDeadLetters({ record }: Pick<InRecord, "record">): boolean {
  return record.messageAttributes["class"] !== undefined || record.messageAttributes["replay"] !== undefined;
}

export interface DeadLetterQueue {
  /**
   * Puts something aside. The body is the event itself, so that AWS's own redrive is safe; everything else travels
   * as message attributes (SQS allows ten).
   *
   * @throws {QueueUnavailableError} when it is not queued: the record must then stay where it is
   */
  put(what: InRecord, reason: DeadLetterReason): Promise<void>;
}

export function createDeadLetterQueue(sqs: SQSClient, queueUrl: string): DeadLetterQueue {
  return {
    async put({ record, part }, reason) {
      await sendInOrder(sqs, queueUrl, [
        {
          body: part?.body ?? record.body,
          groupId: record.attributes.MessageGroupId ?? record.messageId,
          // Of the place in the record, not of the event: one that fails again after a replay is a new dead letter.
          deduplicationId: sha256([record.messageId, ...(part ? [part.place] : [])].join("\n")),
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
