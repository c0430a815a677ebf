import type { GroupHold } from "../../../../local/sqs/engine/message-groups.ts";

interface ModelMessage {
  readonly body: string;
  readonly group: string;
  handle: string | undefined;
  /** Epoch milliseconds; in flight before it. */
  hiddenUntil: number;
}

/**
 * What a FIFO queue has to do, said as plainly as can be and without regard to speed: one list, in the order of
 * sending, looked through from the start for every question.
 */
export class FifoModel {
  readonly #hold: GroupHold;
  #messages: ModelMessage[] = [];
  readonly #sentAt = new Map<string, number>();

  constructor(hold: GroupHold) {
    this.#hold = hold;
  }

  send(group: string, body: string, deduplicationId: string, now: number): void {
    const before = this.#sentAt.get(deduplicationId);
    if (before !== undefined && now - before < 300_000) return;
    this.#sentAt.set(deduplicationId, now);
    this.#messages.push({ body, group, handle: undefined, hiddenUntil: now });
  }

  /** What may be received of a group now, in order. */
  visible(group: string, now: number): string[] {
    const messages = this.#messages.filter((message) => message.group === group);
    const isHidden = (message: ModelMessage) => message.hiddenUntil > now;
    if (this.#hold === "group" && messages.some(isHidden)) return [];
    const firstHidden = messages.findIndex(isHidden);
    return messages.slice(0, firstHidden < 0 ? undefined : firstHidden).map(({ body }) => body);
  }

  received(body: string, handle: string, hiddenUntil: number): void {
    Object.assign(
      this.#find(({ body: other }) => other === body),
      { handle, hiddenUntil },
    );
  }

  /** Whether the message could be deleted. */
  delete(handle: string, now: number): boolean {
    const isIt = (message: ModelMessage) => message.handle === handle && message.hiddenUntil > now;
    const kept = this.#messages.filter((message) => !isIt(message));
    const deleted = kept.length < this.#messages.length;
    this.#messages = kept;
    return deleted;
  }

  hide(handle: string, until: number): void {
    this.#find((message) => message.handle === handle).hiddenUntil = until;
  }

  isInFlight(handle: string, now: number): boolean {
    return this.#messages.some((message) => message.handle === handle && message.hiddenUntil > now);
  }

  bodies(): string[] {
    return this.#messages.map(({ body }) => body);
  }

  groups(): string[] {
    return [...new Set(this.#messages.map(({ group }) => group))];
  }

  #find(isIt: (message: ModelMessage) => boolean): ModelMessage {
    const found = this.#messages.find(isIt);
    if (found === undefined) throw new Error("the model has no such message");
    return found;
  }
}
