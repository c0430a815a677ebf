import { type ConversationRecord, HISTORY_LIMIT, HOUR, LIFETIME } from "./conversation-record.ts";
import { Refusal } from "./envelope.ts";
import type { StatePatch, Write } from "./ledger.ts";

/** A write, as a new document. `now` in epoch milliseconds. */
export type Change = (record: ConversationRecord, now: number) => ConversationRecord;

const INTENTS = ["menu", "order", "support", "info", "payment", "delivery", "idle"];

/** Appends a message, stamped with CartaAI's clock; the last 20 stay in sight. */
export function addMessage(role: "user" | "bot", content: string): Change {
  return (record, now) => {
    const entry = { role, content, timestamp: new Date(now).toISOString() };
    const previousMessages = [...listIn(record, "previousMessages"), entry].slice(-HISTORY_LIMIT);
    return {
      ...logged(touched(record, now), { kind: "message", role, content }, now),
      context: { ...record.context, previousMessages },
    };
  };
}

/**
 * Merges context and metadata at the first level. What is left out stays; null does not count as left out.
 *
 * The intent is checked when the document is saved, not when the request is read, hence a 500 instead of a 400.
 */
export function syncState(patch: StatePatch): Change {
  return (record, now) => {
    const { intent, step, context, metadata, isActive } = patch;
    if (intent !== undefined && !INTENTS.includes(intent)) {
      throw new Refusal(500, "Conversation validation failed: currentIntent is not a valid enum value");
    }
    const active = touched(record, now);
    return {
      ...logged(active, { kind: "state", state: patch }, now),
      ...(changed(intent, record.currentIntent) && {
        currentIntent: intent,
        previousIntent: record.currentIntent,
      }),
      ...(changed(step, record.currentStep) && { currentStep: step, previousStep: record.currentStep }),
      context: { ...record.context, ...context },
      metadata: { ...record.metadata, ...metadata },
      isActive: isActive ?? active.isActive,
    };
  };
}

/** Links an order. Twice linked, it stands twice in the order history. */
export function linkOrder(orderId: string): Change {
  return (record, now) => ({
    ...logged(touched(record, now), { kind: "order", orderId }, now),
    context: {
      ...record.context,
      currentOrderId: orderId,
      orderHistory: [...listIn(record, "orderHistory"), orderId],
    },
  });
}

export function extend(hours: number): Change {
  return (record, now) => ({ ...touched(record, now), expiresAt: now + hours * HOUR });
}

export function end(): Change {
  return (record, now) => ({ ...touched(record, now), isActive: false });
}

/** A write is an activity. It does not wake a conversation whose 24 hours are over, though it is accepted. */
function touched(record: ConversationRecord, now: number): ConversationRecord {
  return {
    ...record,
    isActive: record.isActive && now < record.expiresAt,
    lastActivity: now,
    updatedAt: now,
    expiresAt: Math.max(record.expiresAt, now + LIFETIME),
  };
}

function logged(record: ConversationRecord, write: Write, now: number): ConversationRecord {
  const { sessionId, userId, subDomain } = record;
  const entry = { ...write, sessionId, userId, subDomain, at: new Date(now).toISOString() };
  return { ...record, written: [...record.written, entry] };
}

function changed(value: string | undefined, current: string): value is string {
  return value !== undefined && value !== current;
}

function listIn(record: ConversationRecord, key: string): readonly unknown[] {
  const value = record.context[key];
  return Array.isArray(value) ? value : [];
}
