import { GraphError } from "./graph-error.ts";
import { type Recipient, withoutPlus } from "./recipient.ts";

/** Milliseconds after a person's last message in which anything but a template may be sent to them. */
const WINDOW = 24 * 60 * 60 * 1000;

/** When a person last wrote to a business. */
export interface LastInbound {
  readonly phoneNumberId: string;
  /** A phone number, with or without its plus, or a business-scoped user id. */
  readonly person: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Who may be written to freely. Nothing is enforced for a person of whom it was never told. */
export class ServiceWindow {
  readonly #now: () => number;
  readonly #lastInbound = new Map<string, number>();

  /** @param now epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  setLastInbound({ phoneNumberId, person, at }: LastInbound): void {
    this.#lastInbound.set(key(phoneNumberId, withoutPlus(person)), at);
  }

  /** @throws {GraphError} 131047 when the window has closed. */
  check(phoneNumberId: string, recipient: Recipient): void {
    const last = this.#lastInbound.get(key(phoneNumberId, recipient.id));
    if (last !== undefined && this.#now() - last > WINDOW) {
      throw new GraphError(131047, {
        details: "More than 24 hours have passed since the recipient last replied to the sender number",
      });
    }
  }
}

function key(phoneNumberId: string, person: string): string {
  return `${phoneNumberId}\n${person}`;
}
