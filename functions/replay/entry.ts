import type { Letter } from "../dead-letters/letter.ts";
import type { LogFields } from "../observability/telemetry.ts";

/** A dead letter as it is shown. Times are ISO 8601. */
export interface Entry {
  /** The event's hash, as logs have it; SQS's message id for what is no event. */
  readonly id: string;
  readonly type?: string;
  /** CartaAI's subdomain. */
  readonly business?: string;
  /** Masked, unless content is shown. */
  readonly person?: string;
  readonly class: string;
  readonly reason: string;
  readonly httpStatus?: number;
  readonly attempts?: number;
  readonly firstAttemptAt?: string;
  readonly lastAttemptAt?: string;
  readonly occurredAt?: string;
  readonly deadSince: string;
  /** Ten of its conversation could be seen, this is the last of them that is shown, and there may be more behind it. */
  readonly hidesMore?: boolean;
  /** What was said. Only if it was asked for. */
  readonly content?: string;
}

/** @param showContent whether who wrote, and what, may be seen */
export function toEntry(letter: Letter, showContent = false): Entry {
  const { id, class: why, reason, attempts, attributes, deadSince } = letter;
  const { httpStatus, firstAttemptAt, lastAttemptAt } = attributes;
  const isTold = why !== "undelivered";
  return {
    id,
    ...(letter.event && describeEvent(letter.event, showContent)),
    ...{ class: why, reason },
    ...(isTold && httpStatus !== undefined && { httpStatus: Number(httpStatus) }),
    ...(attempts !== undefined && { attempts }),
    ...(isTold && firstAttemptAt !== undefined && { firstAttemptAt }),
    ...(isTold && lastAttemptAt !== undefined && { lastAttemptAt }),
    deadSince: new Date(deadSince).toISOString(),
    ...(showContent && { content: letter.event?.content ?? letter.body }),
  };
}

function describeEvent(event: NonNullable<Letter["event"]>, showContent: boolean) {
  const { phone, userId = "", displayName } = event.conversation;
  const person = phone ?? userId;
  return {
    ...{ type: event.type, business: event.conversation.subDomain, occurredAt: event.occurredAt },
    person: showContent ? [person, displayName].filter(Boolean).join(" ") : `…${person.slice(-3)}`,
  };
}

/** What may be logged of a dead letter. */
export function logFieldsOf({ id, event, messageId, class: why, reason, deadSince }: Letter): LogFields {
  return {
    ...(event === undefined
      ? { messageId }
      : { event: id, type: event.type, subDomain: event.conversation.subDomain }),
    ...{ class: why, reason, deadSince: new Date(deadSince).toISOString() },
  };
}
