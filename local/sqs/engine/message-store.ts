import { DeadlineHeap } from "./deadline-heap.ts";
import type { DeliveryOrder } from "./delivery-order.ts";
import { type MessageContent, type MessageState, type StoredMessage, toStored } from "./message.ts";

export type Depth = Readonly<Record<MessageState, number>>;

/**
 * The messages of a queue and what time does to them. Time passes only when somebody calls `advance`; all times are
 * epoch milliseconds. No operation looks at more messages than it concerns, however many there are.
 */
export class MessageStore {
  readonly #order: DeliveryOrder;
  readonly #byId = new Map<string, StoredMessage>();
  readonly #hidden = new DeadlineHeap<StoredMessage>();
  /** By the time of sending rather than of expiry, so that a new retention period counts at once. */
  readonly #ages = new DeadlineHeap<StoredMessage>();
  readonly #depth: Record<MessageState, number> = { available: 0, delayed: 0, inFlight: 0 };
  readonly #listeners = new Set<() => void>();

  constructor(order: DeliveryOrder) {
    this.#order = order;
  }

  get depth(): Depth {
    return this.#depth;
  }

  /** When the next hidden message becomes visible. */
  get nextVisibleAt(): number | undefined {
    return this.#hidden.first?.at;
  }

  get oldestSentAt(): number | undefined {
    return this.#ages.first?.at;
  }

  /** All messages, in the order in which they came. */
  all(): IterableIterator<StoredMessage> {
    return this.#byId.values();
  }

  find(messageId: string): StoredMessage | undefined {
    return this.#byId.get(messageId);
  }

  /** The messages that a receive would get now, at most so many, in order. Nothing changes by asking. */
  next(maximum: number): StoredMessage[] {
    return this.#order.next(maximum);
  }

  /** Whether a receive could get this message now, before all others. */
  canDeliver(message: StoredMessage): boolean {
    return this.#byId.get(message.id) === message && this.#order.canDeliver(message);
  }

  /**
   * Lets what is hidden become visible, and what is too old go.
   *
   * @param retention milliseconds
   */
  advance(now: number, retention: number): void {
    whileDue(this.#hidden, now, (message) => this.reveal(message));
    whileDue(this.#ages, now - retention, (message) => this.remove(message));
  }

  /** @param delayedUntil if it is not visible at once */
  add(content: MessageContent, delayedUntil: number | undefined): StoredMessage {
    const message = toStored(content);
    if (delayedUntil !== undefined) {
      message.state = "delayed";
      message.hidden = this.#hidden.add(delayedUntil, message);
    }
    message.age = this.#ages.add(message.sentAt, message);
    this.#byId.set(message.id, message);
    this.#depth[message.state] += 1;
    this.#order.add(message);
    this.#tellListeners();
    return message;
  }

  /** Puts a message in flight, or leaves it there until another time. */
  hide(message: StoredMessage, until: number): void {
    const before = message.hidden?.at ?? until;
    // Without end it is only for as long as one receive gathers its messages.
    const sooner = Number.isFinite(before) && until < before;
    this.#uncover(message);
    message.hidden = this.#hidden.add(until, message);
    this.#move(message, "inFlight");
    // Who waits for the time at which it would have come back has to wait for less.
    if (sooner) this.#tellListeners();
  }

  reveal(message: StoredMessage): void {
    this.#uncover(message);
    this.#move(message, "available");
    this.#tellListeners();
  }

  remove(message: StoredMessage): void {
    this.#uncover(message);
    if (message.age !== undefined) this.#ages.remove(message.age);
    this.#byId.delete(message.id);
    this.#depth[message.state] -= 1;
    message.revision += 1;
    this.#order.remove(message);
    this.#tellListeners();
  }

  /** Moves the end of every delay that is still running. */
  shiftDelays(milliseconds: number): void {
    const delayed = [...this.all()].filter((message) => message.state === "delayed");
    for (const message of delayed) {
      const until = (message.hidden?.at ?? message.sentAt) + milliseconds;
      this.#uncover(message);
      message.hidden = this.#hidden.add(until, message);
    }
    this.#tellListeners();
  }

  /** Tells of everything after which a receive may find more than before. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #uncover(message: StoredMessage): void {
    if (message.hidden !== undefined) this.#hidden.remove(message.hidden);
    message.hidden = undefined;
  }

  #move(message: StoredMessage, to: MessageState): void {
    const from = message.state;
    message.revision += 1;
    if (from === to) return;
    message.state = to;
    this.#depth[from] -= 1;
    this.#depth[to] += 1;
    this.#order.moved(message, from);
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** @param act takes its item out of the heap */
function whileDue<Item>(heap: DeadlineHeap<Item>, now: number, act: (item: Item) => void): void {
  for (let first = heap.first; first !== undefined && first.at <= now; first = heap.first) act(first.item);
}
