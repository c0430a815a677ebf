import type { FifoMessage } from "../queues/fifo-message.ts";
import { deduplicationIdOf, groupOf, toQueueText } from "../sync-events/queue-message.ts";
import type { Turn } from "./contract.ts";

/** A turn as it is sent to turns.fifo; in the same group as the conversation's sync events. */
export function toTurnMessage(turn: Turn): FifoMessage {
  return {
    body: toQueueText(turn),
    groupId: groupOf(turn.conversation),
    deduplicationId: deduplicationIdOf(turn),
  };
}
