import { businessOf } from "./business-of.ts";
import { decide } from "./decide.ts";
import { leaveUnsent } from "./deliver-replies.ts";
import { mirrorAndComplete } from "./finish-turn.ts";
import { putRefusedAside } from "./put-aside.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { sayAndComplete } from "./take-turn.ts";
import type { ConversationContext } from "./turn-context.ts";

/**
 * Goes on with a turn that was interrupted after the agent had decided. Without its messages nobody waits for the answer:
 * whoever took them out of the queue has given it up. Then what was done is mirrored, whatever became of the business,
 * and no more is done.
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
  if (own.length === 0) {
    leaveUnsent(begun, "not-waited-for");
    return await mirrorAndComplete(begun);
  }
  const context = { ...begun, business: await businessOf(turn, conversation) };
  if (turn.outcome === undefined) await decide([], context);
  await sayAndComplete(context);
  await putRefusedAside(own, turn, conversation);
}
