import { markKey } from "../sessions/applied-marks.ts";
import type { LoadedSessions } from "../sessions/load-sessions.ts";
import { formerSessionKeys, mayBeElsewhere, type Session } from "../sessions/session.ts";
import type { SyncDependencies } from "./dependencies.ts";
import { fieldsOf, type QueuedEvent } from "./queued-event.ts";
import { isBackFromDeadLetters, supersededStates } from "./superseded.ts";

export interface Selection {
  /** What is left to be applied, in order, each event once. */
  readonly events: readonly QueuedEvent[];
  /** Copies that need nothing any more; another copy of the same event may. */
  readonly skipped: ReadonlySet<QueuedEvent>;
  /** Hashes of events that were applied and have to be marked, and that watermarks alone know. */
  readonly unmarked: readonly string[];
}

export type Known = Pick<LoadedSessions, "sessions" | "applied" | "aside">;

/** Sets aside what needs nothing any more, before anything is planned with it. */
export function selectEvents(
  conversation: readonly QueuedEvent[],
  session: Session,
  loaded: Known,
  { telemetry }: SyncDependencies,
): Selection {
  const superseded = supersededStates(conversation, session.stateAt);
  const events = new Map<string, QueuedEvent>();
  const skipped = new Set<QueuedEvent>();
  const unmarked: string[] = [];
  for (const queued of conversation) {
    const { hash, event } = queued;
    const mark = markKey({ subDomain: event.conversation.subDomain, event: hash });
    const isMarked = loaded.applied.has(mark);
    const isApplied = isMarked || session.recent.includes(hash) || wasAppliedElsewhere(queued, loaded);
    const reason = isApplied
      ? "already-applied"
      : reasonToSkip(queued, session, superseded, loaded.aside.get(mark));
    if (reason === undefined) {
      if (!events.has(hash)) events.set(hash, queued);
      continue;
    }
    if (!isWaitingForOthers(queued)) {
      telemetry.count("EventsSkipped", 1, { reason });
      telemetry.info(`Skipped an event: ${reason}`, fieldsOf(queued));
    }
    skipped.add(queued);
    if (isApplied && !isMarked && mayBeElsewhere(event.conversation)) unmarked.push(hash);
  }
  return { events: [...events.values()], skipped, unmarked };
}

/** Its record comes again for the sake of other events in it: no news, however long they have to wait. */
function isWaitingForOthers({ part, record }: QueuedEvent): boolean {
  return part !== undefined && Number(record.attributes.ApproximateReceiveCount) > 1;
}

function wasAppliedElsewhere({ event, hash }: QueuedEvent, { sessions }: Known): boolean {
  return formerSessionKeys(event.conversation).some((key) => sessions.get(key)?.recent.includes(hash));
}

/**
 * A dead letter comes back by a replay alone, which is another queue message. A copy that comes in the ordinary way (its
 * batch once more, Meta's repetition) would come after what has gone on without it.
 *
 * @param marked the queue message that it was when it became one, if its mark alone knows
 */
function reasonToSkip(
  queued: QueuedEvent,
  { aside }: Session,
  superseded: ReadonlySet<QueuedEvent>,
  marked: string | undefined,
): "superseded" | "put-aside" | undefined {
  if (superseded.has(queued)) return "superseded";
  const messageId = aside.find(({ event }) => event === queued.hash)?.messageId ?? marked;
  if (messageId === undefined) return undefined;
  const isReplay = isBackFromDeadLetters(queued) && messageId !== queued.record.messageId;
  return isReplay ? undefined : "put-aside";
}
