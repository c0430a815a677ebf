import { mayBeElsewhere } from "../sessions/session.ts";
import { type ConversationRecord, markHandled, type TurnUnderWay } from "./conversation-record.ts";
import { publishOutcome } from "./publish-outcome.ts";
import { putRefusedAside } from "./put-aside.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { keepOut } from "./silence.ts";
import type { BegunTurn } from "./turn-context.ts";

/**
 * Mirrors what a turn has come to, as far as it was said, tells a person of what WhatsApp did not take, and ends it. In this
 * order: whatever dies in between, the turn is resumed until all of it is done.
 *
 * @param own the turn's messages, as far as they are in the queue
 * @throws {QueueUnavailableError}
 * @throws {DeadLetterNotQueuedError}
 */
export async function endTurn(own: readonly QueuedTurn[], context: BegunTurn): Promise<void> {
  await publishOutcome(context);
  await putRefusedAside(own, context);
  await complete(context);
}

/** Notes the turn's messages as handled, and the turn as over. */
export async function complete({ record, turn, dependencies }: BegunTurn): Promise<void> {
  const { conversation, messages } = turn;
  keepWish(record, turn);
  if (turn.outcome?.wantsPerson) keepOut(record, turn.outcome.at + dependencies.silence);
  markHandled(record, messages);
  const marked = mayBeElsewhere(conversation) ? messages : [];
  await dependencies.store.complete(record, conversation.subDomain, marked);
}

/**
 * A turn is given up whose order exists, or may exist: the agent goes on from where it wanted it placed. From before that,
 * the same confirmation would be one for a second order.
 */
function keepWish(record: ConversationRecord, { outcome, wanted }: TurnUnderWay): void {
  if (outcome !== undefined || wanted === undefined || wanted.outcome?.status === "refused") return;
  const mayExist = wanted.attempt !== undefined || wanted.outcome?.status === "placed";
  if (mayExist && wanted.answer.memory !== undefined) record.memory = wanted.answer.memory;
}
