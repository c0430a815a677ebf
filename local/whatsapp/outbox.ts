import { randomBytes } from "node:crypto";
import type { OutgoingMessage } from "./message-schema.ts";
import type { Recipient } from "./recipient.ts";

/** A message that was accepted. */
export interface SentMessage {
  /** Counts messages, read receipts and typing indicators together, from 1, in order. */
  readonly sequence: number;
  /** ISO 8601, the stand-in's clock. */
  readonly at: string;
  /** "wamid.…", as it was answered. */
  readonly id: string;
  readonly phoneNumberId: string;
  readonly recipient: Recipient;
  readonly message: OutgoingMessage;
}

/** A mark on a message of the customer's: read, or being answered. */
export interface Mark {
  /** In one count with the messages that were sent. */
  readonly sequence: number;
  /** ISO 8601, the stand-in's clock. */
  readonly at: string;
  readonly phoneNumberId: string;
  readonly messageId: string;
}

/** Everything that the business sent, in order. */
export class Outbox {
  readonly #now: () => number;
  readonly #sent: SentMessage[] = [];
  readonly #readReceipts: Mark[] = [];
  readonly #typingIndicators: Mark[] = [];
  #count = 0;

  /** @param now epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  send(phoneNumberId: string, recipient: Recipient, message: OutgoingMessage): SentMessage {
    const id = `wamid.${randomBytes(24).toString("base64")}`;
    const sent = { ...this.#stamp(), id, phoneNumberId, recipient, message };
    this.#sent.push(sent);
    return sent;
  }

  markRead(phoneNumberId: string, messageId: string): void {
    this.#readReceipts.push({ ...this.#stamp(), phoneNumberId, messageId });
  }

  showTyping(phoneNumberId: string, messageId: string): void {
    this.#typingIndicators.push({ ...this.#stamp(), phoneNumberId, messageId });
  }

  sent(): SentMessage[] {
    return [...this.#sent];
  }

  readReceipts(): Mark[] {
    return [...this.#readReceipts];
  }

  typingIndicators(): Mark[] {
    return [...this.#typingIndicators];
  }

  #stamp() {
    this.#count += 1;
    return { sequence: this.#count, at: new Date(this.#now()).toISOString() };
  }
}
