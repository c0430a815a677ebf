import type { DeadLetterReason } from "../queues/dead-letters.ts";
import { type Kind, putAside } from "../queues/put-aside.ts";
import type { SyncDependencies } from "./dependencies.ts";
import { fieldsOf, type Malformed, type QueuedEvent } from "./queued-event.ts";

type Dependencies = Pick<SyncDependencies, "deadLetters" | "telemetry" | "clock">;

const EVENT: Kind = { name: "An event", metric: "EventsDeadLettered" };

/** @returns whether the event is a dead letter now; if not, it has to stay in the queue */
export function putEventAside(
  queued: QueuedEvent,
  reason: DeadLetterReason,
  dependencies: Dependencies,
): Promise<boolean> {
  return putAside(queued, EVENT, reason, fieldsOf(queued), dependencies);
}

/** @returns whether it is a dead letter now; if not, its record has to stay in the queue */
export function putMalformedAside(malformed: Malformed, dependencies: Dependencies) {
  const { record, error } = malformed;
  const reason = {
    class: "malformed",
    reason: error.reason,
    attempts: 1,
    lastAttemptAt: dependencies.clock(),
  } as const;
  const fields = { messageId: record.messageId, detail: error.message };
  return putAside(malformed, EVENT, reason, fields, dependencies);
}
