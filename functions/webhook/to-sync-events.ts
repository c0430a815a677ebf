import { type Conversation, type MessageEvent, SYNC_EVENT_VERSION } from "../sync-events/contract.ts";
import type { AddressedMessage } from "./find-conversations.ts";

/** What was said, as the events that CartaAI is told about; in order. */
export function toSyncEvents(messages: readonly AddressedMessage[], correlationId: string): MessageEvent[] {
  return messages.map((addressed) => toSyncEvent(addressed, correlationId));
}

function toSyncEvent(addressed: AddressedMessage, correlationId: string): MessageEvent {
  const { message } = addressed;
  return {
    version: SYNC_EVENT_VERSION,
    type: "message",
    id: message.id,
    conversation: conversationOf(addressed),
    occurredAt: message.occurredAt,
    correlationId,
    role: message.author === "staff" ? "bot" : "user",
    content: message.content,
    metadata: message.metadata,
  };
}

export function conversationOf({ message, business, found }: AddressedMessage): Conversation {
  const { subDomain, localId, botId } = business;
  return {
    subDomain,
    key: found.key,
    ...(found.formerKeys.length > 0 && { formerKeys: [...found.formerKeys] }),
    ...(localId !== undefined && { localId }),
    ...(botId !== undefined && { botId }),
    ...message.person,
  };
}
