import type { Session } from "../sessions/session.ts";
import type { StateEvent } from "../sync-events/contract.ts";
import type { EventContext } from "./event-context.ts";

/** CartaAI may have a newer state than this one, and nobody knows whether it does. */
export class NewerStateMayStandError extends Error {
  override readonly name = "NewerStateMayStandError";
}

/**
 * Stops a state that could turn the conversation back: one that was merged into an attempt of unknown outcome, or comes
 * back late and is older than that. Together with the newer one it may go; then it is merged into it once more.
 *
 * @throws {NewerStateMayStandError}
 */
export function assertNothingNewerStands(
  { mayStand }: Session,
  sessionId: string,
  event: StateEvent,
  { hash, comesLate, isForced }: EventContext,
): void {
  if (isForced || mayStand?.sessionId !== sessionId || mayStand.event === hash) return;
  const isOlder = comesLate && Date.parse(event.occurredAt) < Date.parse(mayStand.occurredAt);
  if (!isOlder && !mayStand.older.includes(hash)) return;
  throw new NewerStateMayStandError("CartaAI may have a newer state");
}

/** Notes that from now on a state may stand in CartaAI, whatever is heard of it. */
export function noteMayStand(
  session: Session,
  sessionId: string,
  { occurredAt }: StateEvent,
  { hash, older }: EventContext,
): void {
  session.mayStand = { event: hash, sessionId, occurredAt, older: [...older] };
}

/** Notes that a state stands in CartaAI for certain, and so none that was attempted before it does. */
export function noteStands(session: Session, { occurredAt }: StateEvent): void {
  session.stateAt = occurredAt;
  delete session.mayStand;
}
