import type { CartaAIConversation } from "../cartaai/conversation.ts";
import { asRetryable, CartaAIError, CartaAISessionGoneError } from "../cartaai/errors.ts";
import { sessionLabel } from "../observability/session-label.ts";
import { forgetSession, type Session } from "../sessions/session.ts";
import type { EventContext } from "./event-context.ts";
import { openSession, rememberExpiry } from "./open-session.ts";
import { assertProvable, proofOf, rememberHistory, settleAttempts } from "./settle-attempts.ts";
import { assertNothingNewerStands, noteMayStand, noteStands } from "./standing-state.ts";

/**
 * Applies one event to its conversation, exactly once in effect: what earlier attempts did is settled first, the attempt
 * is written down before the call, and struck out after it.
 *
 * @throws {CartaAIError}
 * @throws {UnprovableOutcomeError}
 * @throws {NewerStateMayStandError}
 */
export async function applyEvent(session: Session, context: EventContext): Promise<void> {
  if (session.unsettled.length > 0) {
    await settleAttempts(session, context);
    context.telemetry.count("AttemptsSettled");
    if (session.recent.includes(context.hash)) return;
  }
  assertProvable(session, context);
  try {
    await write(session, context);
  } catch (error) {
    if (!(error instanceof CartaAISessionGoneError)) throw error;
    forgetSession(session);
    await writeToNewSession(session, context);
  }
  context.noteApplied(context.hash);
}

async function write(session: Session, context: EventContext): Promise<void> {
  const sessionId = await openSession(session, context);
  const { event } = context;
  if (event.type === "state") assertNothingNewerStands(session, sessionId, event, context);
  const { mayStand } = session;
  await writeAhead(session, sessionId, context);
  const answer = await attempt(session, sessionId, context).catch((error: unknown) => {
    if (isRefused(error)) session.mayStand = mayStand;
    throw error;
  });
  rememberHistory(session, answer, context.event);
  rememberExpiry(session, answer, context.clock());
  if (event.type === "state") noteStands(session, event);
  // CartaAI accepts writes to a conversation that has ended; what comes next belongs to a new one.
  if (answer?.isActive === false || (event.type === "state" && !event.isActive)) forgetSession(session);
}

/** Only the write itself says what became of the attempt: nothing at all, or an answer that leaves it open. */
async function attempt(session: Session, sessionId: string, context: EventContext) {
  const at = context.clock();
  try {
    return await call(sessionId, context);
  } catch (error) {
    if (isRefused(error)) {
      session.unsettled = session.unsettled.filter(({ event }) => event !== context.hash);
    } else if (error instanceof CartaAIError && isOver(error)) {
      session.unsettled = session.unsettled.map((open) =>
        open.event === context.hash ? { ...open, answered: true } : open,
      );
    } else if (context.event.type === "state") {
      // If it is applied late, it must not undo a newer one.
      session.unsettled = [
        ...session.unsettled,
        { event: context.hash, sessionId, proof: { kind: "state" }, at },
      ];
    }
    throw error;
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof CartaAIError && error.outcome === "refused";
}

/**
 * Whether CartaAI has nothing more to do with a call: it answered itself, or an ingress had no server to pass it to. Any
 * other proxy (a 504) only stopped waiting for it.
 */
function isOver({ enveloped, status }: CartaAIError): boolean {
  return enveloped || status === 404;
}

async function writeToNewSession(session: Session, context: EventContext): Promise<void> {
  try {
    await write(session, context);
  } catch (error) {
    throw error instanceof CartaAISessionGoneError ? asRetryable(error) : error;
  }
}

/**
 * A state has nothing to prove: sending it twice changes nothing. It is stored ahead where older ones are merged into it,
 * because whoever comes next must not send them over it.
 */
async function writeAhead(session: Session, sessionId: string, context: EventContext): Promise<void> {
  const { event, hash } = context;
  if (event.type === "state") {
    noteMayStand(session, sessionId, event, context);
    if (context.older.length === 0) return;
  } else {
    const occurredAt = Date.parse(event.occurredAt);
    const open = { event: hash, sessionId, proof: proofOf(event), at: context.clock(), occurredAt };
    session.unsettled = [...session.unsettled.filter((known) => known.event !== hash), open];
  }
  await context.sessions.save(session);
}

async function call(sessionId: string, context: EventContext): Promise<CartaAIConversation | undefined> {
  const { event, conversations, scope, telemetry } = context;
  const label = sessionLabel(sessionId);
  const log = (message: string) => telemetry.info(message, { event: context.hash, ...correlation(context) });
  switch (event.type) {
    case "message": {
      const answer = await conversations.addMessage(sessionId, event, scope, context.call);
      log(
        event.role === "user"
          ? `Added user message to conversation ${label}`
          : `Tracked bot response for session ${label}`,
      );
      return answer;
    }
    case "state": {
      const answer = await conversations.syncState(sessionId, event, scope, context.call);
      log(`Synced state for session ${label}`);
      return answer;
    }
    case "order": {
      const answer = await conversations.linkOrder(sessionId, event.orderId, scope, context.call);
      log(`Linked order ${event.orderNumber ?? event.orderId} to conversation ${label}`);
      return answer;
    }
  }
}

function correlation({ call: { correlationId } }: EventContext) {
  return { correlationId };
}
