import { randomBytes } from "node:crypto";
import { type ConversationRecord, LIFETIME } from "./conversation-record.ts";

export interface NewConversation {
  readonly userId: string;
  readonly subDomain: string;
  readonly botId: string;
  readonly localId?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** @param now epoch milliseconds */
export function newRecord(
  { userId, subDomain, botId, localId, metadata }: NewConversation,
  now: number,
): ConversationRecord {
  return {
    sessionId: makeSessionId(botId, userId, now),
    userId,
    botId,
    subDomain,
    ...(localId && { localId }),
    currentIntent: "idle",
    currentStep: "initial",
    context: { previousMessages: [] },
    metadata: { platform: "whatsapp", ...metadata },
    isActive: true,
    lastActivity: now,
    createdAt: now,
    updatedAt: now,
    expiresAt: now + LIFETIME,
    written: [],
  };
}

/** "{botId}_{phone digits}_{epoch ms}_{random}"; a business-scoped user id gives its letters and digits. */
function makeSessionId(botId: string, userId: string, now: number): string {
  return `${botId}_${userId.replace(/[^A-Za-z0-9]/g, "")}_${now}_${randomBytes(5).toString("hex")}`;
}
