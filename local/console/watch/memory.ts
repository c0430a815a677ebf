import type { OnChange } from "./changes.ts";
import { ChatBook } from "./chat-book.ts";
import { Said } from "./said.ts";
import type { EventState } from "./timeline-entry.ts";
import { Timelines } from "./timelines.ts";

/** Something that a Lambda is working on. */
export interface RunningAttempt {
  readonly queue: "sync" | "turns";
  readonly messageId: string;
  readonly eventId: string;
  readonly stepId: string;
  /** SQS's id of the message. */
  readonly sqsId: string;
  readonly correlationId: string | undefined;
  readonly phoneNumberId: string | undefined;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** What the parts of a watch have in common. */
export interface Memory {
  readonly chats: ChatBook;
  readonly timelines: Timelines;
  readonly said: Said;
  /** By receipt handle: one for each event that the message holds. */
  readonly attempts: Map<string, readonly RunningAttempt[]>;
  /** Customers by the FIFO group of their conversation. */
  readonly groups: Map<string, string>;
  /** Customers whose two sides have to be compared again. */
  readonly dirty: Set<string>;
  /** Notes how far an event has come, and what that means for the messages in the chat. */
  noteEvent(messageId: string, queue: string, eventId: string, state: EventState, at: string): void;
  /** Bodies of accepted webhooks by customer, in order, the last ones. */
  readonly webhooks: Map<string, unknown[]>;
  /** The bot's messages in the chat, by the message that they answer. */
  readonly answers: Map<string, string[]>;
}

export function createMemory(onChange: OnChange): Memory {
  const answers = new Map<string, string[]>();
  const dirty = new Set<string>();
  const said = new Said();
  const groups = new Map<string, string>();
  const webhooks: Memory["webhooks"] = new Map();
  const timelines = new Timelines(onChange, (messageId) => answers.delete(messageId));
  const chats = new ChatBook(onChange, (customerId) => {
    said.forget(customerId);
    dirty.delete(customerId);
    webhooks.delete(customerId);
    for (const [group, owner] of groups) if (owner === customerId) groups.delete(group);
  });
  return {
    chats,
    timelines,
    said,
    attempts: new Map(),
    groups,
    dirty,
    webhooks,
    answers,
    noteEvent(messageId, queue, eventId, state, at) {
      timelines.setEvent(messageId, queue, eventId, state, at);
      chats.update(messageId, { state: timelines.state(messageId, (id) => id === messageId) });
      for (const answer of answers.get(messageId) ?? []) {
        chats.update(answer, { state: timelines.state(messageId, (id) => id !== messageId) });
      }
      const customerId = timelines.customerOf(messageId);
      if (customerId !== undefined) dirty.add(customerId);
    },
  };
}

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
