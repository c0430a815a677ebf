import type { CartaAIConversation } from "../cartaai/conversation.ts";
import { sessionLabel } from "../observability/session-label.ts";
import type { Session } from "../sessions/session.ts";
import type { EventContext } from "./event-context.ts";
import { rememberHistory } from "./settle-attempts.ts";

const DAY = 24 * 60 * 60 * 1000;

/**
 * The CartaAI session that the event belongs to: the known one, else the person's active one, else a new one.
 *
 * @throws {CartaAIError}
 */
export async function openSession(session: Session, context: EventContext): Promise<string> {
  rememberPerson(session, context);
  const { sessionId, sessionExpiresAt = 0 } = session;
  if (sessionId !== undefined && sessionExpiresAt > context.clock()) return sessionId;

  const found = await findActive(session, context);
  const conversation = found ?? (await openNew(session, context));
  session.sessionId = conversation.sessionId;
  // Nothing has been said yet in a conversation that we opened; in one that was found, only CartaAI can tell.
  if (found === undefined) session.history = [];
  else delete session.history;
  rememberHistory(session, conversation);
  rememberExpiry(session, conversation, context.clock());
  const { subDomain } = context.scope;
  context.telemetry.count(sessionId === undefined ? "SessionsOpened" : "SessionsReplaced");
  context.telemetry.info(`Conversation session initialized: ${sessionLabel(conversation.sessionId)}`, {
    subDomain,
    correlationId: context.call.correlationId,
  });
  return conversation.sessionId;
}

/** A person who is known by phone and by BSUID may have been mirrored under either. */
async function findActive(session: Session, context: EventContext): Promise<CartaAIConversation | undefined> {
  for (const userId of cartaaiUserIds(session)) {
    const found = await context.conversations.find(userId, context.scope, context.call);
    if (found !== undefined && isActive(found, context.clock())) return found;
  }
  return undefined;
}

function openNew(session: Session, context: EventContext): Promise<CartaAIConversation> {
  const { botId, displayName } = context.event.conversation;
  const [userId = ""] = cartaaiUserIds(session);
  return context.conversations.open(
    {
      userId,
      ...context.scope,
      ...(botId !== undefined && { botId }),
      metadata: { platform: "whatsapp", ...(displayName !== undefined && { customerName: displayName }) },
    },
    context.call,
  );
}

function rememberPerson(session: Session, { event }: EventContext): void {
  const { phone, userId } = event.conversation;
  if (phone !== undefined) session.phone = phone;
  if (userId !== undefined) session.userId = userId;
}

/** CartaAI knows people by phone number; a person without one by the BSUID. The contract demands one of the two. */
function cartaaiUserIds({ phone, userId }: Session): string[] {
  return [phone, userId].filter((id) => id !== undefined);
}

function isActive(conversation: CartaAIConversation, now: number): boolean {
  return conversation.isActive !== false && (expiryOf(conversation) ?? Number.POSITIVE_INFINITY) > now;
}

/** CartaAI lets a conversation expire 24 hours after its last activity; its answers say when. */
export function rememberExpiry(
  session: Session,
  conversation: CartaAIConversation | undefined,
  now: number,
): void {
  session.sessionExpiresAt = (conversation && expiryOf(conversation)) ?? now + DAY;
}

function expiryOf({ expiresAt }: CartaAIConversation): number | undefined {
  const time = Date.parse(expiresAt ?? "");
  return Number.isNaN(time) ? undefined : time;
}
