import type { SQSRecord } from "aws-lambda";
import { sessionKey } from "../sessions/session.ts";
import type { SyncEvent } from "../sync-events/contract.ts";
import { eventHash } from "../sync-events/ids.ts";
import { MalformedEventError, parseSyncEvent } from "../sync-events/parse.ts";

/** A queue record and the event in it. */
export interface QueuedEvent {
  readonly record: SQSRecord;
  readonly event: SyncEvent;
  /** Hash of the event's id. */
  readonly hash: string;
}

/** A queue record that holds no event. */
export interface MalformedRecord {
  readonly record: SQSRecord;
  readonly error: MalformedEventError;
}

export interface ReadBatch {
  /** The events of each conversation, in the batch's order, which is the queue's. */
  readonly conversations: ReadonlyMap<string, readonly QueuedEvent[]>;
  readonly malformed: readonly MalformedRecord[];
}

/** Takes a batch apart. A body that is no event never costs its neighbours. */
export function readBatch(records: readonly SQSRecord[]): ReadBatch {
  const events: QueuedEvent[] = [];
  const malformed: MalformedRecord[] = [];
  for (const record of records) {
    try {
      const event = parseSyncEvent(record.body);
      events.push({ record, event, hash: eventHash(event.id) });
    } catch (error) {
      if (!(error instanceof MalformedEventError)) throw error;
      malformed.push({ record, error });
    }
  }
  return { conversations: Map.groupBy(events, ({ event }) => sessionKey(event.conversation)), malformed };
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
