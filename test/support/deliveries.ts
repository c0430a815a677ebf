import { randomUUID } from "node:crypto";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import type { RecordSettings } from "./sqs-event.ts";

export interface Outcome<Delivered> {
  /** What the Lambda did not handle, in the batch's order. */
  readonly handedBack: readonly Delivered[];
  /** For how long each of them is to stay invisible, in seconds. */
  readonly seconds: readonly (number | undefined)[];
}

/** Everything is handled. */
export const HANDLED: Outcome<never> = { handedBack: [], seconds: [] };

type Numbering = Required<Pick<RecordSettings, "messageId" | "sentAt" | "receiveCount">>;

/**
 * Makes a queue message of each thing, the same one each time, received once more. A record stays what it is.
 *
 * @param time epoch milliseconds at which it is sent
 */
export function recorder<Thing extends object>(
  time: { readonly now: number },
  recordOf: (thing: Thing, numbering: Numbering) => SQSRecord,
) {
  const received = new Map<Thing, Numbering>();
  return (delivered: Thing | SQSRecord): SQSRecord => {
    if (isRecord(delivered)) return delivered;
    const before = received.get(delivered) ?? { messageId: randomUUID(), sentAt: time.now, receiveCount: 0 };
    const now = { ...before, receiveCount: before.receiveCount + 1 };
    received.set(delivered, now);
    return recordOf(delivered, now);
  };
}

export function isRecord(delivered: object): delivered is SQSRecord {
  return "receiptHandle" in delivered;
}

/**
 * What became of a batch.
 *
 * @param records the batch's, in its order
 * @param delays seconds of invisibility by SQS's message id
 */
export function outcomeOf<Delivered>(
  batch: readonly Delivered[],
  records: readonly SQSRecord[],
  { batchItemFailures }: SQSBatchResponse,
  delays: ReadonlyMap<string, number>,
): Outcome<Delivered> {
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const back = records.filter(({ messageId }) => failed.has(messageId));
  return {
    handedBack: batch.filter((_, index) => failed.has(records[index]?.messageId ?? "")),
    seconds: back.map(({ messageId }) => delays.get(messageId)),
  };
}
