import type { SQSRecord } from "aws-lambda";
import { sessionKey } from "../sessions/session.ts";
import type { SyncEvent } from "../sync-events/contract.ts";
import { eventHash } from "../sync-events/ids.ts";
import { MalformedEventError, parseSyncEvent } from "../sync-events/parse.ts";
import { type Part, partsOf } from "../sync-events/sequence.ts";

/** An event, and the queue record that it is in. */
export interface QueuedEvent {
  readonly record: SQSRecord;
  /** Missing if the record holds no other event. */
  readonly part?: Part | undefined;
  readonly event: SyncEvent;
  /** Hash of the event's id. */
  readonly hash: string;
}

/** A queue record, or a part of one, that is no event. */
export interface Malformed {
  readonly record: SQSRecord;
  readonly part?: Part | undefined;
  readonly error: MalformedEventError;
}

export interface ReadBatch {
  /** The events of each conversation, in the batch's order, which is the queue's. */
  readonly conversations: ReadonlyMap<string, readonly QueuedEvent[]>;
  readonly malformed: readonly Malformed[];
}

/** Takes a batch apart. What is no event never costs its neighbours, in its own record or in another one. */
export function readBatch(records: readonly SQSRecord[]): ReadBatch {
  const events: QueuedEvent[] = [];
  const malformed: Malformed[] = [];
  for (const read of records.flatMap(readRecord)) {
    if ("error" in read) malformed.push(read);
    else events.push(read);
  }
  return { conversations: Map.groupBy(events, ({ event }) => sessionKey(event.conversation)), malformed };
}

type Read = QueuedEvent | Malformed;

function readRecord(record: SQSRecord): readonly Read[] {
  return orMalformed({ record }, () => {
    const parts = partsOf(record.body) ?? [undefined];
    return parts.flatMap((part) => orMalformed({ record, part }, () => [readEvent(record, part)]));
  });
}

function readEvent(record: SQSRecord, part: Part | undefined): QueuedEvent {
  const event = parseSyncEvent(part?.body ?? record.body);
  return { record, part, event, hash: eventHash(event.id) };
}

function orMalformed(where: Omit<Malformed, "error">, read: () => readonly Read[]): readonly Read[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MalformedEventError)) throw error;
    return [{ ...where, error }];
  }
}

/** The records that hold these events, each once. */
export function recordsOf(events: readonly QueuedEvent[]): SQSRecord[] {
  return [...new Set(events.map(({ record }) => record))];
}

/** What may be logged of an event. */
export function fieldsOf({ event, hash }: QueuedEvent) {
  return {
    event: hash,
    type: event.type,
    subDomain: event.conversation.subDomain,
    correlationId: event.correlationId,
  };
}
