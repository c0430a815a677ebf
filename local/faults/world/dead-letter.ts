import { SPLIT_ATTRIBUTES } from "../../../functions/dead-letters/letter.ts";
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

/** The reason of what SQS itself has moved, by a fault or by its own count. */
export const MOVED = "moved";
const RECEIVED_TOO_OFTEN = "received-too-often";

/** @param isMoved whether a fault has made this message one, by SQS's id */
export function toDeadLetters(
  { messageId, body, attributes, sentAt, deadLetterSourceArn }: MessageView,
  isMoved: (messageId: string) => boolean,
): DeadLetter[] {
  const movedBy = deadLetterSourceArn === undefined ? undefined : RECEIVED_TOO_OFTEN;
  // What was sent back and moved keeps the attributes of its earlier failure.
  const moved = [messageId, attributes[SPLIT_ATTRIBUTES.from]?.StringValue ?? ""].some(isMoved)
    ? MOVED
    : movedBy;
  const { reason, class: kind } = moved === undefined ? attributes : {};
  const parts = partsOf(body)?.map((part) => ({ ...part, messageId: `${messageId}.${part.place}` }));
  return (parts ?? [{ body, messageId }]).map((part) => ({
    messageId: part.messageId,
    eventId: idOf(part.body),
    reason: moved ?? reason?.StringValue ?? "",
    kind: kind?.StringValue ?? "",
    at: sentAt,
  }));
}

function idOf(body: string): string {
  const event: unknown = JSON.parse(body);
  return typeof event === "object" && event !== null && "id" in event ? String(event.id) : "";
}
