import type { DeadLetterReason } from "../queues/dead-letters.ts";
import { type Kind, putAside } from "../queues/put-aside.ts";
import type { SyncDependencies } from "./dependencies.ts";
import { fieldsOf, type MalformedRecord, type QueuedEvent } from "./queued-event.ts";

type Dependencies = Pick<SyncDependencies, "deadLetters" | "telemetry" | "clock">;

const EVENT: Kind = { name: "An event", metric: "EventsDeadLettered" };

/** @returns whether the event is a dead letter now; if not, it has to stay in the queue */
export function putEventAside(
  queued: QueuedEvent,
  reason: DeadLetterReason,
  dependencies: Dependencies,
): Promise<boolean> {
  return putAside(queued.record, EVENT, reason, fieldsOf(queued), dependencies);
}

/** @returns whether the record is a dead letter now; if not, it has to stay in the queue */
export function putMalformedAside({ record, error }: MalformedRecord, dependencies: Dependencies) {
  const reason = {
    class: "malformed",
    reason: error.reason,
    attempts: 1,
    lastAttemptAt: dependencies.clock(),
  } as const;
  const fields = { messageId: record.messageId, detail: error.message };
  return putAside(record, EVENT, reason, fields, dependencies);
}
