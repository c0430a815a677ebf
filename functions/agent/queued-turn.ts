import type { SQSRecord } from "aws-lambda";
import { sessionKey } from "../sessions/session.ts";
import { eventHash } from "../sync-events/ids.ts";
import { MalformedEventError } from "../sync-events/parse.ts";
import type { Turn } from "../turns/contract.ts";
import { parseTurn } from "../turns/parse.ts";

/** A queue record and the turn in it: one message of a customer, or one of the staff. */
export interface QueuedTurn {
  readonly record: SQSRecord;
  readonly turn: Turn;
  /** Hash of the message's id. */
  readonly hash: string;
}

/** A queue record that holds no turn. */
export interface MalformedRecord {
  readonly record: SQSRecord;
  readonly error: MalformedEventError;
}

export interface ReadBatch {
  /** The messages of each conversation, in the batch's order, which is the queue's. */
  readonly conversations: ReadonlyMap<string, readonly QueuedTurn[]>;
  readonly malformed: readonly MalformedRecord[];
}

/** Takes a batch apart. A body that is no turn never costs its neighbours. */
export function readBatch(records: readonly SQSRecord[]): ReadBatch {
  const turns: QueuedTurn[] = [];
  const malformed: MalformedRecord[] = [];
  for (const record of records) {
    try {
      const turn = parseTurn(record.body);
      turns.push({ record, turn, hash: eventHash(turn.id) });
    } catch (error) {
      if (!(error instanceof MalformedEventError)) throw error;
      malformed.push({ record, error });
    }
  }
  return { conversations: Map.groupBy(turns, ({ turn }) => sessionKey(turn.conversation)), malformed };
}

/** What may be logged of a turn. */
export function fieldsOf({ turn, hash }: QueuedTurn) {
  return {
    event: hash,
    input: turn.input.kind,
    subDomain: turn.conversation.subDomain,
    correlationId: turn.correlationId,
  };
}

/** Milliseconds that the message has waited in the queue. */
export function ageOf({ record }: QueuedTurn, now: number): number {
  const sentAt = Number(record.attributes.SentTimestamp);
  return Number.isNaN(sentAt) ? 0 : Math.max(0, now - sentAt);
}

/** How often SQS has handed the message out, this time included. */
export function receivedTimes({ record }: QueuedTurn): number {
  return Number(record.attributes.ApproximateReceiveCount) || 1;
}
