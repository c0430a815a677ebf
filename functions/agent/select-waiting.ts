import { holderOf } from "../claims/claim-item.ts";
import { isBackFromDeadLetters } from "../queues/dead-letters.ts";
import { formerSessionKeys, mayBeElsewhere } from "../sessions/session.ts";
import { type ConversationRecord, holdsDecided } from "./conversation-record.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { fieldsOf, type QueuedTurn } from "./queued-turn.ts";
import { type LoadedRecords, markKey } from "./turn-store.ts";

export interface Selection {
  /** What is left to be answered, in order, each message once. */
  readonly waiting: readonly QueuedTurn[];
  /** Hashes of handled messages that have to be marked, and that watermarks alone know. */
  readonly unmarked: readonly string[];
}

type Known = Pick<LoadedRecords, "records" | "handled" | "holders">;

/**
 * Leaves out what was handled before, however long ago, here or in a conversation that this one was merged with, what such
 * a conversation is at, and what the batch holds twice.
 */
export function selectWaiting(
  queued: readonly QueuedTurn[],
  record: ConversationRecord,
  loaded: Known,
  { telemetry }: Pick<AgentDependencies, "telemetry">,
): Selection {
  const waiting = new Map<string, QueuedTurn>();
  const unmarked: string[] = [];
  for (const each of queued) {
    const { hash, turn } = each;
    const reason = reasonToSkip(each, record, loaded);
    if (reason === undefined) {
      if (!waiting.has(hash)) waiting.set(hash, each);
      continue;
    }
    const isMarked = loaded.handled.has(keyOf(each));
    if (reason === "already-handled" && !isMarked && mayBeElsewhere(turn.conversation)) unmarked.push(hash);
    noteSkipped(each, reason, telemetry);
  }
  return { waiting: [...waiting.values()], unmarked };
}

export function noteSkipped(
  queued: QueuedTurn,
  reason: "already-handled" | "held-elsewhere",
  telemetry: AgentDependencies["telemetry"],
): void {
  telemetry.count("TurnsSkipped", 1, { reason });
  telemetry.info(`Skipped a turn: ${reason}`, fieldsOf(queued));
}

/** What another conversation holds is its own: the copy there stays in the queue until it is handled, or is a dead letter. */
function reasonToSkip(queued: QueuedTurn, record: ConversationRecord, { records, handled, holders }: Known) {
  const { hash, turn } = queued;
  const key = keyOf(queued);
  const former = formerSessionKeys(turn.conversation).flatMap((each) => records.get(each) ?? []);
  const isHandled = handled.has(key) || [record, ...former].some(({ recent }) => recent.includes(hash));
  if (isHandled) return "already-handled";
  if (holdsDecided(record, hash)) return undefined;
  const holder = holders.get(key);
  const isHeld = holder !== undefined && holder !== holderOf(record.pk) && !isBackFromDeadLetters(queued);
  return isHeld || former.some((each) => holdsDecided(each, hash)) ? "held-elsewhere" : undefined;
}

function keyOf({ turn, hash }: QueuedTurn): string {
  return markKey({ subDomain: turn.conversation.subDomain, message: hash });
}
