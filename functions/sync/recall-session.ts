import { isBackFromDeadLetters } from "../queues/dead-letters.ts";
import { mayBeElsewhere, type Session } from "../sessions/session.ts";
import { SessionTakenOverError } from "../sessions/sessions-table.ts";
import type { SyncDependencies } from "./dependencies.ts";
import type { QueuedEvent } from "./queued-event.ts";

/** Milliseconds: no invocation is longer, so a session that lives for so long is not replaced in one. */
const LONGEST_INVOCATION = 15 * 60 * 1000;

/** A session was not as this process remembered it. Nothing has been done yet. */
export class StaleSessionError extends Error {
  override readonly name = "StaleSessionError";
}

/**
 * A conversation's session from memory, where the table would tell nothing more about these events: none of them can be
 * marked, and the first thing that is done is to write an attempt down, which fails if the session is not the latest. So
 * nothing reaches CartaAI on the strength of an old copy (docs/decisions/0020).
 */
export function recallSession(
  pk: string,
  events: readonly QueuedEvent[],
  { sessions, clock }: Pick<SyncDependencies, "sessions" | "clock">,
): Session | undefined {
  const session = sessions.recall(pk);
  if (session === undefined) return undefined;
  const first = events.find(({ hash }) => !session.recent.includes(hash));
  // States are not written down ahead, and a session that has run out is replaced before anything is.
  const isFenced =
    first?.event.type !== "state" && (session.sessionExpiresAt ?? 0) > clock() + LONGEST_INVOCATION;
  return isFenced && events.every((queued) => isKnownBy(session, queued)) ? session : undefined;
}

/** Whether the session alone tells what to do with an event. */
function isKnownBy({ recent, aside, unprovable, forgottenUntil }: Session, queued: QueuedEvent): boolean {
  const { event, hash } = queued;
  if (mayBeElsewhere(event.conversation) || isBackFromDeadLetters(queued)) return false;
  if (unprovable.includes(hash) || aside.some((put) => put.event === hash)) return false;
  const isYounger = Date.parse(event.occurredAt) > (forgottenUntil ?? Number.POSITIVE_INFINITY);
  return recent.includes(hash) || isYounger;
}

/** Remembers a session for the conversation's next batch, if nothing about it is open. */
export function rememberSession(session: Session, { sessions }: Pick<SyncDependencies, "sessions">): void {
  const { unsettled, head, sessionId, joined } = session;
  const isQuiet = unsettled.length === 0 && head === undefined;
  if (isQuiet && sessionId !== undefined && joined !== true) sessions.remember(session);
}

/** What a session from memory is worked with: the first that is written down tells whether it is the latest. */
export function withStaleness(dependencies: SyncDependencies): SyncDependencies {
  const { sessions } = dependencies;
  let isProved = false;
  const save: typeof sessions.save = async (session) => {
    try {
      await sessions.save(session);
      isProved = true;
    } catch (error) {
      if (isProved || !(error instanceof SessionTakenOverError)) throw error;
      throw new StaleSessionError("the session has been written since", { cause: error });
    }
  };
  return { ...dependencies, sessions: { ...sessions, save } };
}
