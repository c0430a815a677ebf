import { isBackFromDeadLetters } from "../queues/dead-letters.ts";
import type { QueuedEvent } from "./queued-event.ts";

/**
 * The states that come back late and are older than what CartaAI has, or is about to get: applying them would turn the
 * conversation back. States that arrive in the ordinary way are in order already, so clocks are not compared for them.
 *
 * @param stateAt ISO time of the newest state that was applied
 */
export function supersededStates(
  conversation: readonly QueuedEvent[],
  stateAt: string | undefined,
): Set<QueuedEvent> {
  const states = conversation.filter(({ event }) => event.type === "state");
  const times = states.filter((state) => !isBackFromDeadLetters(state)).map(timeOf);
  const newest = Math.max(Date.parse(stateAt ?? "") || Number.NEGATIVE_INFINITY, ...times);
  return new Set(states.filter((state) => isBackFromDeadLetters(state) && timeOf(state) < newest));
}

function timeOf({ event }: QueuedEvent): number {
  return Date.parse(event.occurredAt);
}
