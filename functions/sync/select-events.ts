import { holderOf } from "../claims/claim-item.ts";
import { isBackFromDeadLetters } from "../queues/dead-letters.ts";
import { markKey } from "../sessions/applied-marks.ts";
import type { LoadedSessions } from "../sessions/load-sessions.ts";
import { formerSessionKeys, mayBeElsewhere, type Session } from "../sessions/session.ts";
import type { SyncDependencies } from "./dependencies.ts";
import { fieldsOf, type QueuedEvent } from "./queued-event.ts";
import { supersededStates } from "./superseded.ts";

export interface Selection {
  /** What is left to be applied, in order, each event once. */
  readonly events: readonly QueuedEvent[];
  /** Copies that need nothing any more; another copy of the same event may. */
  readonly skipped: ReadonlySet<QueuedEvent>;
  /** Hashes of events that were applied and have to be marked, and that watermarks alone know. */
  readonly unmarked: readonly string[];
}

export type Known = Pick<LoadedSessions, "sessions" | "applied" | "holders" | "aside">;

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
    const key = markKey({ subDomain: event.conversation.subDomain, event: hash });
    const former = formerSessions(queued, loaded);
    const isMarked = loaded.applied.has(key);
    const isApplied = isMarked || [session, ...former].some(({ recent }) => recent.includes(hash));
    const holder = loaded.holders.get(key);
    const reason = isApplied
      ? "already-applied"
      : reasonToSkip(queued, { session, former, superseded, holder, marked: loaded.aside.get(key) });
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

/** Of the conversations that the event may have been handled in before, as far as they have any. */
export function formerSessions({ event }: QueuedEvent, { sessions }: Pick<Known, "sessions">): Session[] {
  return formerSessionKeys(event.conversation).flatMap((key) => sessions.get(key) ?? []);
}

interface Grounds {
  readonly session: Session;
  readonly former: readonly Session[];
  readonly superseded: ReadonlySet<QueuedEvent>;
  /** Of the event, if it is claimed. */
  readonly holder: string | undefined;
  /** The queue message that it was when it became a dead letter, if its mark alone knows. */
  readonly marked: string | undefined;
}

/**
 * A dead letter comes back by a replay alone, which is another queue message. A copy that comes in the ordinary way (its
 * batch once more, Meta's repetition) would come after what has gone on without it. And what another conversation holds is
 * its own: the copy there stays in the queue until it is applied, or is a dead letter.
 */
function reasonToSkip(
  queued: QueuedEvent,
  { session, former, superseded, holder, marked }: Grounds,
): "superseded" | "put-aside" | "held-elsewhere" | undefined {
  if (superseded.has(queued)) return "superseded";
  const asides = [session, ...former].flatMap(({ aside }) => aside);
  const puts = asides.filter(({ event }) => event === queued.hash).map(({ messageId }) => messageId);
  if (marked !== undefined) puts.push(marked);
  const isBack = isBackFromDeadLetters(queued);
  const isReplay = isBack && !puts.includes(queued.record.messageId);
  if (puts.length > 0 && !isReplay) return "put-aside";
  return holder === undefined || isBack || holder === holderOf(session.pk) ? undefined : "held-elsewhere";
}
