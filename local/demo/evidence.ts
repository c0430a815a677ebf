import type { ConversationAnswer } from "../cartaai/conversation-answer.ts";
import type { Order } from "../cartaai/orders.ts";
import type { TranscriptMessage } from "../cartaai/transcript.ts";
import type { RecordedCall } from "../http/call-log.ts";
import type { ReceivedRequest } from "../models/routes.ts";
import type { Backlog } from "../queues/backlog.ts";
import type { Mark, SentMessage } from "../whatsapp/outbox.ts";
import type { Customer, Delivery, ExpectedState } from "./scenario.ts";

/** What the webhook answered, and what CartaAI had done by then. */
export interface Acknowledgement {
  readonly delivery: Delivery;
  /** HTTP status of each POST. */
  readonly statuses: readonly number[];
  /** Calls that CartaAI had answered when the webhook had; while it hangs, of those that came since. */
  readonly answeredByCartaAI: number;
  /** Messages that the bot had sent, to whomever, when it was posted. */
  readonly sentBefore: number;
  /** Why it could not even be posted. */
  readonly problem?: string;
  /** The state that CartaAI showed of the first item's customer once it was answered; where the scenario asks. */
  readonly state?: ExpectedState | undefined;
}

/** What CartaAI's API shows of a conversation. */
export type ShownConversation = Pick<ConversationAnswer, "sessionId" | "userId" | "subDomain"> & {
  readonly context: Readonly<Record<string, unknown>>;
  /** The last 20, oldest first. */
  readonly messages: readonly ShownMessage[];
};

export interface ShownMessage {
  readonly role: string;
  readonly content: string;
  /** ISO 8601, CartaAI's clock. */
  readonly timestamp: string;
}

export interface CustomerEvidence {
  readonly customer: Customer;
  /** The conversations that CartaAI's API has under any of the customer's ids, each once. */
  readonly conversations: readonly ShownConversation[];
  /** Everything that CartaAI was ever told of the customer, beyond the last 20. */
  readonly written: readonly TranscriptMessage[];
  /** Every state that CartaAI was ever told of the customer. */
  readonly states: readonly unknown[];
  /** The orders that were linked to the customer's conversations. */
  readonly links: readonly string[];
}

/** Everything that a day leaves behind for the checks to judge. */
export interface Evidence {
  readonly acknowledgements: readonly Acknowledgement[];
  readonly customers: readonly CustomerEvidence[];
  /** The calls that CartaAI received while the day was played, in order. */
  readonly calls: readonly RecordedCall[];
  /** Conversations that exist at CartaAI, of whomever. */
  readonly sessions: number;
  /** Writes that CartaAI lost because two came at once. */
  readonly overwritten: number;
  /** What the bot sent, in order. */
  readonly sent: readonly SentMessage[];
  /** The messages that the bot marked as read: one for each turn that it took. */
  readonly readReceipts: readonly Mark[];
  /** What the models were asked; undefined when that cannot be known. */
  readonly asked: readonly ReceivedRequest[] | undefined;
  /** The orders that there are in CartaAI, in the order of their creation. */
  readonly orders: readonly Order[];
  /** Of both queues together. */
  readonly queues: Backlog;
  readonly deadLetters: Backlog;
  /** Everything that was logged, from the first line to the last. */
  readonly logs: string;
  /** What must not be in there besides the customers' data. */
  readonly secrets: readonly string[];
}
