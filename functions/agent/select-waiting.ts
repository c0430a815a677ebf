import type { ConversationRecord } from "./conversation-record.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { fieldsOf, type QueuedTurn } from "./queued-turn.ts";
import { type MessageKey, markKey } from "./turn-store.ts";

export interface Selection {
  /** What is left to be answered, in order, each message once. */
  readonly waiting: readonly QueuedTurn[];
  /** Handled messages that the watermark alone knows: their marks could not be written. */
  readonly unmarked: readonly MessageKey[];
}

/**
 * Leaves out what was handled before, however long ago, and what the batch holds twice.
 *
 * @param marked mark keys of messages that were handled before
 */
export function selectWaiting(
  queued: readonly QueuedTurn[],
  { recent }: Pick<ConversationRecord, "recent">,
  marked: ReadonlySet<string>,
  { telemetry }: Pick<AgentDependencies, "telemetry">,
): Selection {
  const waiting = new Map<string, QueuedTurn>();
  const unmarked: MessageKey[] = [];
  for (const each of queued) {
    const { hash, turn } = each;
    const key = { subDomain: turn.conversation.subDomain, message: hash };
    const isMarked = marked.has(markKey(key));
    if (!isMarked && !recent.includes(hash)) {
      if (!waiting.has(hash)) waiting.set(hash, each);
      continue;
    }
    if (!isMarked) unmarked.push(key);
    telemetry.count("TurnsSkipped", 1, { reason: "already-handled" });
    telemetry.info("Skipped a turn: already-handled", fieldsOf(each));
  }
  return { waiting: [...waiting.values()], unmarked };
}
