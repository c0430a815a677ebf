import { TURN_VERSION, type Turn } from "../turns/contract.ts";
import type { AddressedMessage } from "./find-conversations.ts";
import { conversationOf } from "./to-sync-events.ts";

/** What the agent is told: every message that wants an answer, and that the staff wrote; in order. */
export function toTurns(messages: readonly AddressedMessage[], correlationId: string): Turn[] {
  return messages.flatMap((addressed) => {
    const { id, phoneNumberId, occurredAt, content, input } = addressed.message;
    if (input === undefined) return [];
    const conversation = conversationOf(addressed);
    return [
      { version: TURN_VERSION, id, conversation, phoneNumberId, occurredAt, correlationId, content, input },
    ];
  });
}

/** Whether the agent mirrors it, once it has turned it into text. */
export function isMirroredByAgent({ message }: AddressedMessage): boolean {
  return message.input?.kind === "audio" || message.input?.kind === "image";
}
