import { isBackFromDeadLetters } from "../queues/dead-letters.ts";
import type { QueuedEvent } from "./queued-event.ts";

/** Milliseconds: no two clocks differ by so much, and a thousand receives take far longer. */
const LATE = 60 * 60 * 1000;

/**
 * Whether a state was sent after others that it came before. What SQS itself has put aside, and AWS's redrive moves, has
 * no attributes to tell of it: only that it was sent long after it occurred.
 */
export function comesLate(queued: QueuedEvent): boolean {
  const sentAt = Number(queued.record.attributes.SentTimestamp);
  return isBackFromDeadLetters(queued) || sentAt - timeOf(queued) > LATE;
}

/**
 * The states that come back late and are older than what CartaAI has, or is about to get: applying them would turn the
 * conversation back. States that arrive in the ordinary way are in order already, so clocks are not compared for them. What
 * SQS itself has moved comes back in the order in which it was moved, so one of them may be behind a newer one as well.
 *
 * What only may have come back is not superseded by what is behind it: an agent that finishes an old turn sends its state
 * late, too, and with a newer one behind it the two are merged.
 *
 * @param stateAt ISO time of the newest state that was applied
 */
export function supersededStates(
  conversation: readonly QueuedEvent[],
  stateAt: string | undefined,
): Set<QueuedEvent> {
  const states = conversation.filter(({ event }) => event.type === "state");
  const ordinary = Math.max(...states.filter((state) => !comesLate(state)).map(timeOf));
  let newest = Date.parse(stateAt ?? "") || Number.NEGATIVE_INFINITY;
  const superseded = new Set<QueuedEvent>();
  for (const state of states) {
    const bound = isBackFromDeadLetters(state) ? Math.max(newest, ordinary) : newest;
    if (comesLate(state) && timeOf(state) < bound) superseded.add(state);
    newest = Math.max(newest, timeOf(state));
  }
  return superseded;
}

function timeOf({ event }: QueuedEvent): number {
  return Date.parse(event.occurredAt);
}
