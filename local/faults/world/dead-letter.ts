import { REPLAY_ATTRIBUTE } from "../../../functions/dead-letters/letter.ts";
import { partsOf } from "../../../functions/sync-events/sequence.ts";
import type { MessageView } from "../../sqs/engine/inspection.ts";

/** A dead letter, as it lies in its queue. A message of several events is one for each of them. */
export interface DeadLetter {
  /** SQS's, and the place of the event in it. */
  readonly messageId: string;
  readonly eventId: string;
  readonly reason: string;
  /** "permanent", "exhausted", … */
  readonly kind: string;
  /** When it became one, epoch milliseconds. */
  readonly at: number;
}

/** The reason of what SQS itself has moved. */
export const MOVED = "received-too-often";

export function toDeadLetters({ messageId, body, attributes, sentAt }: MessageView): DeadLetter[] {
  // What was sent back keeps the attributes of its earlier failure.
  const { reason, class: kind } = attributes[REPLAY_ATTRIBUTE] === undefined ? attributes : {};
  const parts = partsOf(body)?.map((part) => ({ ...part, messageId: `${messageId}.${part.place}` }));
  return (parts ?? [{ body, messageId }]).map((part) => ({
    messageId: part.messageId,
    eventId: idOf(part.body),
    reason: reason?.StringValue ?? MOVED,
    kind: kind?.StringValue ?? "",
    at: sentAt,
  }));
}

function idOf(body: string): string {
  const event: unknown = JSON.parse(body);
  return typeof event === "object" && event !== null && "id" in event ? String(event.id) : "";
}
