import { UNKNOWN_TIME } from "../sync-events/contract.ts";
import type { ConversationRecord } from "./conversation-record.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import type { ConversationContext } from "./turn-context.ts";

/** Each message of the staff's keeps the bot out of the conversation for a while, counted from when it was written. */
export function noteStaff(
  queued: readonly QueuedTurn[],
  { record, dependencies }: ConversationContext,
): void {
  const { clock, silence } = dependencies;
  for (const { turn } of queued) {
    if (turn.input.kind !== "staff") continue;
    const writtenAt = turn.occurredAt === UNKNOWN_TIME ? clock() : Date.parse(turn.occurredAt);
    keepOut(record, Math.min(clock(), writtenAt) + silence);
  }
}

/** @param until epoch milliseconds */
export function keepOut(record: ConversationRecord, until: number): void {
  record.silentUntil = Math.max(record.silentUntil ?? 0, until);
}

/** Whether people talk now, or nobody answers at all. */
export function isSilent({ record, dependencies }: ConversationContext): boolean {
  return dependencies.agent === undefined || (record.silentUntil ?? 0) > dependencies.clock();
}
