import type { Conversation } from "../sync-events/contract.ts";
import { parseSyncEvent } from "../sync-events/parse.ts";
import { groupOf } from "../sync-events/queue-message.ts";
import { type Part, partsOf } from "../sync-events/sequence.ts";
import { parseTurn } from "../turns/parse.ts";

/** What dead letters have to know of an event, whatever its queue does with it. */
export interface DeadEvent {
  /** Deterministic: the same cause gives the same id. */
  readonly id: string;
  readonly type: string;
  readonly conversation: Conversation;
  /** ISO 8601. */
  readonly occurredAt: string;
  /** What was said, for whoever asks to see it. Personal. */
  readonly content?: string;
}

/** A queue whose dead letters can be brought back. */
export interface QueueKind {
  /** Variables that hold the addresses of the queue and of its dead letters. */
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  /**
   * The events of a message that holds several; `undefined` for a body that is one event.
   *
   * @throws {MalformedEventError}
   */
  readonly partsOf: (body: string) => readonly Part[] | undefined;
  /** @throws {MalformedEventError} */
  readonly parse: (body: string) => DeadEvent;
  /** The FIFO group that a conversation's events go to. */
  readonly groupOf: (conversation: Conversation) => string;
  /** Whether the sessions table says which of its events were applied. If not, whatever is asked for is sent back. */
  readonly isRecorded: boolean;
}

/** A further queue is a row here, its settings in `lib/resources.ts`, and its grants in `lib/constructs/replay.ts`. */
export const QUEUE_KINDS = {
  sync: {
    queueUrl: "SYNC_QUEUE_URL",
    deadLettersUrl: "SYNC_DLQ_URL",
    partsOf,
    parse: parseDeadSyncEvent,
    groupOf,
    isRecorded: true,
  },
  /** The agent recognises by itself what it has answered. */
  turns: {
    queueUrl: "TURNS_QUEUE_URL",
    deadLettersUrl: "TURNS_DLQ_URL",
    partsOf: () => undefined,
    parse: parseDeadTurn,
    groupOf,
    isRecorded: false,
  },
} as const satisfies Record<string, QueueKind>;

export type QueueName = keyof typeof QUEUE_KINDS;

export const QUEUE_NAMES = Object.keys(QUEUE_KINDS) as QueueName[];

function parseDeadSyncEvent(body: string): DeadEvent {
  const event = parseSyncEvent(body);
  const { id, type, conversation, occurredAt } = event;
  return { id, type, conversation, occurredAt, content: contentOf(event) };
}

function parseDeadTurn(body: string): DeadEvent {
  const { id, input, conversation, occurredAt, content } = parseTurn(body);
  return { id, type: input.kind, conversation, occurredAt, content: `user: ${content}` };
}

function contentOf(event: ReturnType<typeof parseSyncEvent>): string {
  switch (event.type) {
    case "message":
      return `${event.role}: ${event.content}`;
    case "state":
      return `${event.intent}, ${event.step}${event.isActive ? "" : ", ended"}`;
    case "order":
      return event.orderNumber ?? event.orderId;
  }
}
