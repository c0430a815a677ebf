import type { MessageView } from "../../sqs/engine/inspection.ts";

/** A dead letter, as it lies in its queue. */
export interface DeadLetter {
  readonly messageId: string;
  readonly eventId: string;
  readonly reason: string;
  /** "permanent", "exhausted", … */
  readonly kind: string;
  /** When it became one, epoch milliseconds. */
  readonly at: number;
}

export function toDeadLetter({ messageId, body, attributes, sentAt }: MessageView): DeadLetter {
  return {
    messageId,
    eventId: idOf(body),
    reason: attributes["reason"]?.StringValue ?? "received-too-often",
    kind: attributes["class"]?.StringValue ?? "",
    at: sentAt,
  };
}

function idOf(body: string): string {
  const event: unknown = JSON.parse(body);
  return typeof event === "object" && event !== null && "id" in event ? String(event.id) : "";
}
