import { ItemTakenOverError } from "../aws/fenced-put.ts";
import type { Claim } from "../claims/claim-item.ts";
import { isBackFromDeadLetters } from "../queues/dead-letters.ts";
import { formerSessionKeys, mayBeElsewhere } from "../sessions/session.ts";
import { holdsDecided, isDecided } from "./conversation-record.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { noteSkipped } from "./select-waiting.ts";
import type { ConversationContext } from "./turn-context.ts";

/**
 * Makes sure that no other conversation of the person's answers these messages. Conversations that nothing was ever joined
 * with need no claim (docs/decisions/0021).
 *
 * @returns those that are this conversation's to answer
 * @throws {ItemTakenOverError} when another one is at work on something, or has decided meanwhile
 */
export async function claimMessages(
  waiting: readonly QueuedTurn[],
  context: ConversationContext,
): Promise<QueuedTurn[]> {
  const { telemetry } = context.dependencies;
  const held: QueuedTurn[] = [];
  // One after the other: each may have to write the same record of another conversation.
  for (const each of waiting) {
    const claim = await claimMessage(each, context);
    if (claim === "held") held.push(each);
    else noteSkipped(each, claim === "done" ? "already-handled" : claim, telemetry);
  }
  return held;
}

async function claimMessage(
  queued: QueuedTurn,
  { record, dependencies }: ConversationContext,
): Promise<Claim> {
  const { turn, hash } = queued;
  const { conversation } = turn;
  const isJoined = record.joined === true || mayBeElsewhere(conversation);
  // The staff are not answered: that they have written is for all conversations to know.
  if (!isJoined || turn.input.kind === "staff") return "held";
  const isBack = isBackFromDeadLetters(queued);
  const formerKeys = isBack ? formerSessionKeys(conversation) : [];
  const key = { subDomain: conversation.subDomain, message: hash };
  const claim = await dependencies.store.claim(key, record.pk, isBack ? formerKeys : undefined);
  if (claim !== "held") return claim;
  for (const former of formerKeys) if (await wasHandled(hash, former, dependencies)) return "done";
  return "held";
}

/**
 * Looks at another conversation that a replay may have taken a message from, and writes its record on top of what was
 * read: a turn with the message that is about to be decided there is not. One that was decided is of other messages, and
 * before those that come after it are begun with, they are claimed.
 */
async function wasHandled(
  hash: string,
  pk: string,
  { store }: ConversationContext["dependencies"],
): Promise<boolean> {
  const { records } = await store.load([pk], []);
  const record = records.get(pk);
  if (record === undefined) return false;
  if (holdsDecided(record, hash)) throw new ItemTakenOverError("another conversation has decided a turn");
  if (!isDecided(record.turn)) await store.save(record);
  return record.recent.includes(hash);
}
