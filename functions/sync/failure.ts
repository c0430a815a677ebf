import { type CartaAIError, CartaAIPermanentError, CartaAIRetryableError } from "../cartaai/errors.ts";
import { type DeadLetterReason, isBackFromDeadLetters } from "../queues/dead-letters.ts";
import type { Session } from "../sessions/session.ts";
import type { SyncDependencies } from "./dependencies.ts";
import type { QueuedEvent } from "./queued-event.ts";
import { UnprovableOutcomeError } from "./settle-attempts.ts";
import { NewerStateMayStandError } from "./standing-state.ts";

/** What a failure means for the event: wait and try again, or put it aside. */
export type Failure =
  | { readonly kind: "retry"; readonly retryAfter: number | undefined }
  | {
      readonly kind: "dead-letter";
      readonly reason: Pick<DeadLetterReason, "class" | "reason" | "httpStatus">;
    };

export interface Patience {
  /** Milliseconds that the event has waited. */
  readonly waited: number;
  /** Milliseconds that it may wait. */
  readonly allowed: number;
}

/** Milliseconds: somebody is watching a replay, and a live conversation waits behind it. */
const PATIENCE_WITH_REPLAYS = 15 * 60 * 1000;

/**
 * How long an event has waited: for as long as nothing has succeeded in its conversation, but not longer than it has been
 * in the queue. A CartaAI that refuses a conversation for good thus clears its backlog at once, not one event in each
 * period of patience, which the queue's retention would overtake.
 */
export function patienceWith(
  queued: QueuedEvent,
  { head }: Pick<Session, "head">,
  { clock, patience }: Pick<SyncDependencies, "clock" | "patience">,
): Patience {
  const sentAt = Number(queued.record.attributes.SentTimestamp);
  const since = Math.max(head?.stuckSince ?? clock(), Number.isNaN(sentAt) ? 0 : sentAt);
  const allowed = isBackFromDeadLetters(queued) ? Math.min(patience, PATIENCE_WITH_REPLAYS) : patience;
  return { waited: clock() - since, allowed };
}

/**
 * Judges the failure of an attempt. Anything that is not about this event (DynamoDB, SQS, another consumer) is worth
 * trying again for ever: the queue's own redrive policy is the bound.
 */
export function judgeFailure(error: unknown, patience: Patience): Failure {
  if (error instanceof CartaAIPermanentError) {
    return { kind: "dead-letter", reason: { class: "permanent", ...describe(error) } };
  }
  if (error instanceof UnprovableOutcomeError) {
    return { kind: "dead-letter", reason: { class: "permanent", reason: "outcome-unprovable" } };
  }
  if (error instanceof NewerStateMayStandError) {
    return { kind: "dead-letter", reason: { class: "permanent", reason: "newer-state-may-stand" } };
  }
  if (error instanceof CartaAIRetryableError && patience.waited >= patience.allowed) {
    return { kind: "dead-letter", reason: { class: "exhausted", ...describe(error) } };
  }
  return { kind: "retry", retryAfter: error instanceof CartaAIRetryableError ? error.retryAfter : undefined };
}

function describe(error: CartaAIError): Pick<DeadLetterReason, "reason" | "httpStatus"> {
  const { status } = error;
  if (status === undefined) return { reason: "unreachable" };
  if (status >= 300) return { reason: `http-${status}`, httpStatus: status };
  return {
    reason: error instanceof CartaAIPermanentError ? "error-envelope" : "not-cartaai",
    httpStatus: status,
  };
}
