import { Chain } from "./chain.ts";
import type { DeliveryOrder } from "./delivery-order.ts";
import type { MessageState, StoredMessage } from "./message.ts";

/** A standard queue promises no order. This one hands out what has been visible for longest. */
export class ArrivalOrder implements DeliveryOrder {
  readonly #visible = new Chain<StoredMessage>();

  add(message: StoredMessage): void {
    if (message.state === "available") message.place = this.#visible.append(message);
  }

  moved(message: StoredMessage, _from: MessageState): void {
    this.remove(message);
    this.add(message);
  }

  remove(message: StoredMessage): void {
    if (message.place === undefined) return;
    this.#visible.remove(message.place);
    message.place = undefined;
  }

  clear(): void {
    this.#visible.clear();
  }

  next(maximum: number): StoredMessage[] {
    const messages: StoredMessage[] = [];
    for (let link = this.#visible.first; link !== undefined; link = link.next) {
      if (messages.length >= maximum) break;
      messages.push(link.item);
    }
    return messages;
  }

  canDeliver(message: StoredMessage): boolean {
    return message.state === "available";
  }
}
