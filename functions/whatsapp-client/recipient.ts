import type { Conversation } from "../sync-events/contract.ts";

/**
 * Whom a message goes to. The phone number where there is one: messages that are sent to numbers are what makes Meta go
 * on telling them. A person known by business-scoped user id alone has a field of their own (Meta: "Business-scoped
 * user IDs"; where both are sent, `to` counts).
 */
export type Recipient = { readonly to: string } | { readonly recipient: string };

/** The one place that knows how a person is addressed. */
export function recipientOf({ phone, userId = "" }: Pick<Conversation, "phone" | "userId">): Recipient {
  return phone === undefined ? { recipient: userId } : { to: phone.replace(/^\+/, "") };
}
