import { businessOf } from "./business-of.ts";
import type { TurnUnderWay } from "./conversation-record.ts";
import { decide } from "./decide.ts";
import { leaveUnsent } from "./deliver-replies.ts";
import { endTurn } from "./finish-turn.ts";
import { endGivenUp } from "./give-up.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { isSilent } from "./silence.ts";
import { sayAndEnd } from "./take-turn.ts";
import type { BegunTurn, ConversationContext } from "./turn-context.ts";

/**
 * Goes on with a turn that was interrupted after the agent had decided. Nobody waits for the answer when its messages are
 * gone from the queue: whoever took them out has given it up. Nobody wants it when people talk by now. Then what was done
 * is mirrored, whatever became of the business, and no more is done.
 *
 * @param waiting the conversation's messages, the turn's own among them
 * @throws whatever stopped it; resumed again, it goes on from what was written down
 */
export async function resumeTurn(
  waiting: readonly QueuedTurn[],
  conversation: ConversationContext,
): Promise<void> {
  const { turn } = conversation.record;
  if (turn === undefined) return;
  turn.attempts += 1;
  const own = waiting.filter(({ hash }) => turn.messages.includes(hash));
  const begun = { ...conversation, turn };
  if (turn.givenUp !== undefined) return await endGivenUp(own, turn.givenUp, begun);
  if (own.length === 0) {
    leaveUnsent(begun, "not-waited-for");
    return await endTurn(own, begun);
  }
  if (peopleTalk(waiting, begun) && !mayHaveOrdered(turn)) {
    leaveUnsent(begun, "silent");
    return await endTurn(own, begun);
  }
  const context = { ...begun, business: await businessOf(turn, conversation) };
  if (turn.outcome === undefined) await decide([], context);
  await sayAndEnd(own, context);
}

/** The staff have written since, however long ago: what the bot would say now was asked before that. */
function peopleTalk(waiting: readonly QueuedTurn[], context: BegunTurn): boolean {
  const { messages } = context.turn;
  const since = waiting.some(({ turn, hash }) => turn.input.kind === "staff" && !messages.includes(hash));
  return since || isSilent(context);
}

/** Then the customer has to be told, whoever talks: the staff do not know the order's number. */
function mayHaveOrdered({ outcome, wanted }: TurnUnderWay): boolean {
  if (outcome !== undefined) return outcome.order !== undefined;
  if (wanted?.outcome !== undefined) return wanted.outcome.status === "placed";
  return wanted?.attempt !== undefined;
}
