import { GraphError } from "./graph-error.ts";
import type { OutgoingMessage } from "./message-schema.ts";

/** Whom a message goes to: a phone number's digits, or a business-scoped user id. */
export interface Recipient {
  readonly kind: "phone" | "userId";
  readonly id: string;
}

const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE_DIGITS = /^[1-9][0-9]{4,14}$/;

/**
 * A phone number belongs in `to`, a user id in `recipient`; either will do.
 *
 * @throws {GraphError} 131008 when neither is there, 131009 when the one that is there does not belong there.
 */
export function recipientOf({ to, recipient }: Pick<OutgoingMessage, "to" | "recipient">): Recipient {
  if (to !== undefined) {
    const digits = withoutPlus(to);
    if (!PHONE_DIGITS.test(digits)) throw new GraphError(131009, { details: "to: expected a phone number" });
    return { kind: "phone", id: digits };
  }
  if (recipient === undefined) throw new GraphError(131008, { details: "to or recipient is missing" });
  if (!BSUID.test(recipient)) throw new GraphError(131009, { details: "recipient: expected a user id" });
  return { kind: "userId", id: recipient };
}

export function withoutPlus(identifier: string): string {
  return identifier.replace(/^\+/, "");
}
