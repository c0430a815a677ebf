import { formerSessionKeys, mayBeElsewhere } from "../sessions/session.ts";
import type { ConversationRecord } from "./conversation-record.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { fieldsOf, type QueuedTurn } from "./queued-turn.ts";
import { type LoadedRecords, markKey } from "./turn-store.ts";

export interface Selection {
  /** What is left to be answered, in order, each message once. */
  readonly waiting: readonly QueuedTurn[];
  /** Hashes of handled messages that have to be marked, and that watermarks alone know. */
  readonly unmarked: readonly string[];
}

/**
 * Leaves out what was handled before, however long ago, here or in a conversation that this one was merged with, and what
 * the batch holds twice.
 */
export function selectWaiting(
  queued: readonly QueuedTurn[],
  { recent }: Pick<ConversationRecord, "recent">,
  { records, handled }: Pick<LoadedRecords, "records" | "handled">,
  { telemetry }: Pick<AgentDependencies, "telemetry">,
): Selection {
  const waiting = new Map<string, QueuedTurn>();
  const unmarked: string[] = [];
  for (const each of queued) {
    const { hash, turn } = each;
    const { conversation } = turn;
    const isMarked = handled.has(markKey({ subDomain: conversation.subDomain, message: hash }));
    const former = formerSessionKeys(conversation).flatMap((key) => records.get(key)?.recent ?? []);
    if (!isMarked && !recent.includes(hash) && !former.includes(hash)) {
      if (!waiting.has(hash)) waiting.set(hash, each);
      continue;
    }
    if (!isMarked && mayBeElsewhere(conversation)) unmarked.push(hash);
    telemetry.count("TurnsSkipped", 1, { reason: "already-handled" });
    telemetry.info("Skipped a turn: already-handled", fieldsOf(each));
  }
  return { waiting: [...waiting.values()], unmarked };
}
