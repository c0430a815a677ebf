import { describeError } from "../observability/describe-error.ts";
import { mirrorApology } from "./apologise.ts";
import { isDecided } from "./conversation-record.ts";
import { complete } from "./finish-turn.ts";
import type { Failure } from "./judge-failure.ts";
import { publishOutcome } from "./publish-outcome.ts";
import { putTurnAside } from "./put-aside.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { mirrorUnread } from "./read-messages.ts";
import { type ConversationContext, fieldsOfTurn } from "./turn-context.ts";

/**
 * Gives messages up: what was said is mirrored, and they become dead letters with the reason. Those whose answer had been
 * decided count as handled, so that nothing is ordered or answered a second time when they come back; the others are
 * answered then.
 *
 * @returns false when not all of that could be recorded: then they stay in the queue
 */
export async function giveUp(
  hopeless: readonly QueuedTurn[],
  failure: Failure,
  context: ConversationContext,
): Promise<boolean> {
  const { record, dependencies } = context;
  const { turn } = record;
  if (turn === undefined) return false;
  try {
    await mirrorApology(context);
    if (isDecided(turn)) await publishOutcome({ ...context, turn });
    else await mirrorUnread(hopeless, { dependencies, texts: turn.texts });
    const results = await Promise.all(
      hopeless.map((queued) => putTurnAside(queued, failure, turn.attempts, dependencies)),
    );
    if (!results.every(Boolean)) return false;
    if (isDecided(turn)) {
      await complete({ ...context, turn });
    } else {
      delete record.turn;
      await dependencies.store.save(record);
    }
    return true;
  } catch (error) {
    dependencies.telemetry.error("A turn could not be given up", {
      ...fieldsOfTurn(turn),
      ...describeError(error),
    });
    return false;
  }
}
