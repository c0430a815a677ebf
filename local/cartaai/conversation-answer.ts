import type { ConversationRecord } from "./conversation-record.ts";

export type ConversationAnswer = ReturnType<typeof conversationAnswer>;

/** A conversation as the API shows it. `isActive` is what was stored: silence shows in `expiresAt` alone. */
export function conversationAnswer(record: ConversationRecord) {
  const { written: _unseen, lastActivity, createdAt, updatedAt, expiresAt, ...rest } = record;
  return {
    ...rest,
    lastActivity: new Date(lastActivity).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
