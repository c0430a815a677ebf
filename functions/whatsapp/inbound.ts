import type { Person } from "../identities/person.ts";
import type { MessageMetadata } from "../sync-events/contract.ts";
import type { TurnInput } from "../turns/contract.ts";

/** One item of a webhook, understood. A webhook holds up to 1000 of them; each is parsed by itself. */
export type InboundItem = InboundMessage | IdentityChange | DeliveryStatus | IgnoredItem | LostItem;

/** Something that was said: by the customer, or by the restaurant's staff from their phone (an echo). */
export interface InboundMessage {
  readonly kind: "message";
  readonly phoneNumberId: string;
  /** WhatsApp's message id; made from the item itself when Meta sent none. */
  readonly id: string;
  /** Always the customer, also for what staff wrote. */
  readonly person: Person;
  readonly author: "customer" | "staff";
  /** ISO 8601. */
  readonly occurredAt: string;
  /** Meta's `type`; "unknown" when there is none. */
  readonly type: string;
  /** Readable, as CartaAI's staff will see it. Never empty. */
  readonly content: string;
  readonly metadata: MessageMetadata;
  /** What the bot is told of it. Missing when nobody waits for an answer: a reaction, an edit, a system message. */
  readonly input?: TurnInput;
  /** Set when the content is only a placeholder, with why. Logged and counted. */
  readonly placeholder?: PlaceholderReason;
  /** Set by `system` messages that tell a new number or id of the same person. */
  readonly becomes?: Person;
}

/** A person's id changed (`user_id_update`): the two are one person from now on. Nothing was said. */
export interface IdentityChange {
  readonly kind: "identity-change";
  readonly phoneNumberId: string;
  readonly previous: Person;
  readonly current: Person;
}

/** What became of a message that we sent. Counted; a failure is logged with its code. */
export interface DeliveryStatus {
  readonly kind: "status";
  readonly phoneNumberId?: string;
  readonly messageId?: string;
  /** sent, delivered, read, played, failed, or something new */
  readonly status: string;
  readonly errorCodes: readonly number[];
}

/** Acknowledged and counted, of no interest to a conversation: account, template, quality and call fields. */
export interface IgnoredItem {
  readonly kind: "ignored";
  readonly field: string;
  /** `reported-error`: Meta's own trouble with this number or account, told beside the messages. */
  readonly reason: "field-not-used" | "empty-change" | "reported-error";
  /** Meta's codes, with `reported-error`. */
  readonly errorCodes?: readonly number[];
}

/** Something that was said, or may have been, and cannot be published. Logged and counted as lost. */
export interface LostItem {
  readonly kind: "lost";
  readonly field: string;
  readonly reason: "no-sender" | "no-phone-number-id" | "malformed-change" | "malformed-item";
}

export type PlaceholderReason = "unsupported-type" | "unknown-type" | "malformed-content";
