import type { MessageState, StoredMessage } from "./message.ts";

/** Decides which of a queue's messages go out next. It is told of everything that happens to them. */
export interface DeliveryOrder {
  /** A message that is new in the queue, visible or not yet. */
  add(message: StoredMessage): void;
  /** A message whose state is not what it was. */
  moved(message: StoredMessage, from: MessageState): void;
  remove(message: StoredMessage): void;
  clear(): void;
  /** The messages that a receive would get now, at most so many, in order. Nothing changes by asking. */
  next(maximum: number): StoredMessage[];
  /** Whether a receive could get this message now, before all others. */
  canDeliver(message: StoredMessage): boolean;
}
