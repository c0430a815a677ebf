import type { DeadLetterReason } from "../queues/dead-letters.ts";
import { type Kind, putAside } from "../queues/put-aside.ts";
import type { AgentDependencies } from "./dependencies.ts";
import type { Failure } from "./judge-failure.ts";
import { fieldsOf, type MalformedRecord, type QueuedTurn } from "./queued-turn.ts";
import type { BegunTurn } from "./turn-context.ts";

/** The turn may not end without it. */
export class DeadLetterNotQueuedError extends Error {
  override readonly name = "DeadLetterNotQueuedError";
}

const TURN: Kind = { name: "A turn", metric: "TurnsDeadLettered" };

type Dependencies = Pick<AgentDependencies, "deadLetters" | "telemetry" | "clock">;

/** @returns whether the turn is a dead letter now; if not, it has to stay in the queue */
export function putTurnAside(
  queued: QueuedTurn,
  { kind, reason, httpStatus }: Pick<Failure, "kind" | "reason" | "httpStatus">,
  attempts: number,
  dependencies: Dependencies,
): Promise<boolean> {
  const firstAttemptAt = Number(queued.record.attributes.ApproximateFirstReceiveTimestamp);
  const letter: DeadLetterReason = {
    class: kind === "final" ? "permanent" : "exhausted",
    reason,
    httpStatus,
    firstAttemptAt: Number.isNaN(firstAttemptAt) ? undefined : firstAttemptAt,
    lastAttemptAt: dependencies.clock(),
    attempts,
  };
  return putAside(queued.record, TURN, letter, fieldsOf(queued), dependencies);
}

/**
 * Tells a person of replies that WhatsApp will never take: the turn is over, but the customer misses something. That the
 * 24 hours are over is nobody's mistake, and only logged and counted.
 *
 * @param own the turn's messages
 * @throws {DeadLetterNotQueuedError}
 */
export async function putRefusedAside(
  own: readonly QueuedTurn[],
  { turn, dependencies }: BegunTurn,
): Promise<void> {
  const { delivery, attempts } = turn;
  const { refusal } = delivery;
  if (refusal === undefined) return;
  const failure = { kind: "final", reason: refusal } as const;
  const results = await Promise.all(own.map((each) => putTurnAside(each, failure, attempts, dependencies)));
  if (!results.every(Boolean)) throw new DeadLetterNotQueuedError("a person could not be told of a reply");
}

/** @returns whether the record is a dead letter now; if not, it has to stay in the queue */
export function putMalformedAside({ record, error }: MalformedRecord, dependencies: Dependencies) {
  const reason = {
    class: "malformed",
    reason: error.reason,
    attempts: 1,
    lastAttemptAt: dependencies.clock(),
  } as const;
  const fields = { messageId: record.messageId, detail: error.message };
  return putAside(record, TURN, reason, fields, dependencies);
}
