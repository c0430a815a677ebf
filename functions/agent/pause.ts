import { ageOf, type QueuedTurn } from "./queued-turn.ts";
import { isSilent } from "./silence.ts";
import type { ConversationContext } from "./turn-context.ts";

/**
 * Seconds until typed text has waited long enough for more of it ("hello", "I want", "2 pizzas"). Whoever taps, speaks
 * or sends a place is done typing. Counted from the first message, so that nobody who goes on typing waits for ever.
 */
export function pauseBefore(waiting: readonly QueuedTurn[], context: ConversationContext): number {
  const { pause, clock } = context.dependencies;
  const [first] = waiting;
  if (first === undefined || isSilent(context)) return 0;
  if (!waiting.every(({ turn }) => turn.input.kind === "text")) return 0;
  return Math.ceil(Math.max(0, pause - ageOf(first, clock())) / 1000);
}
