import { describeError } from "../observability/describe-error.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { fieldsOfTurn, type TurnContext } from "./turn-context.ts";

/** Shows the customer that they were read and are being answered. That this fails is no reason not to answer. */
export async function showReading(queued: readonly QueuedTurn[], context: TurnContext): Promise<void> {
  const { business, turn, deadline, dependencies } = context;
  const last = queued.at(-1);
  if (last === undefined) return;
  try {
    await dependencies.whatsapp.markRead(business, last.turn.id, { deadline });
  } catch (error) {
    dependencies.telemetry.info("A message could not be marked as read", {
      ...fieldsOfTurn(turn),
      ...describeError(error),
    });
  }
}
