import type { TurnMessage } from "../agents/agent.ts";
import type { Conversation } from "../sync-events/contract.ts";
import type { ConversationRecord, TurnUnderWay } from "./conversation-record.ts";
import { decide } from "./decide.ts";
import { deliverReplies } from "./deliver-replies.ts";
import { complete, endTurn } from "./finish-turn.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { mirrorMedia, readMessages } from "./read-messages.ts";
import { showReading } from "./show-reading.ts";
import type { TurnContext } from "./turn-context.ts";

/**
 * Writes nothing yet: until the agent has decided there is nothing to go on with but the count of attempts and what was
 * read, which a failure records.
 */
export function beginTurn(queued: readonly QueuedTurn[], record: ConversationRecord): TurnUnderWay {
  const [first] = queued;
  const last = queued.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("a turn has at least one message");
  const before = record.turn;
  const { phoneNumberId, correlationId } = last.turn;
  const turn: TurnUnderWay = {
    id: first.turn.id,
    messages: queued.map(({ hash }) => hash),
    conversation: addressOf(queued, last),
    phoneNumberId,
    ...(correlationId !== undefined && { correlationId }),
    attempts: before?.id === first.turn.id ? before.attempts + 1 : 1,
    texts: before?.texts ?? {},
    delivery: { settled: 0, refused: [] },
  };
  record.turn = turn;
  return turn;
}

/** The last message's; what comes of the turn may have been said wherever one of its messages may have been handled. */
function addressOf(queued: readonly QueuedTurn[], { turn: { conversation } }: QueuedTurn): Conversation {
  const formerKeys = [...new Set(queued.flatMap(({ turn }) => turn.conversation.formerKeys ?? []))];
  return { ...conversation, ...(formerKeys.length > 0 && { formerKeys }) };
}

/**
 * Takes one turn: the messages that have piled up are understood, answered and mirrored, as one.
 *
 * @throws whatever stopped it; taken again, it goes on from what was written down
 */
export async function takeTurn(queued: readonly QueuedTurn[], context: TurnContext): Promise<void> {
  const shown = showReading(queued, context);
  const messages = await understand(queued, context);
  await decide(messages, context);
  // The indicator would stay on after a reply that overtook it.
  await shown;
  await sayAndEnd(queued, context);
}

/** People are talking, or nobody answers: what was said is mirrored, and that is all. */
export async function keepSilent(queued: readonly QueuedTurn[], context: TurnContext): Promise<void> {
  await understand(queued, context);
  await complete(context);
  context.dependencies.telemetry.count("TurnsSkipped", queued.length, { reason: "silent" });
}

/**
 * Sends what was decided, mirrors it, and ends the turn.
 *
 * @param own the turn's messages
 */
export async function sayAndEnd(own: readonly QueuedTurn[], context: TurnContext): Promise<void> {
  await deliverReplies(context);
  delete context.record.apologised;
  await endTurn(own, context);
  context.dependencies.telemetry.count("TurnsAnswered");
}

async function understand(queued: readonly QueuedTurn[], context: TurnContext): Promise<TurnMessage[]> {
  const messages = await readMessages(queued, context);
  await mirrorMedia(queued, messages, context);
  return messages;
}
