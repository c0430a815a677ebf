import * as z from "zod/mini";
import { conversationStateSchema, orderOutcomeSchema, turnAnswerSchema } from "../agents/agent.ts";
import { replySchema } from "../replies/reply.ts";
import { orderDraftSchema } from "../restaurant/order.ts";
import { orderAttemptSchema } from "../restaurant/order-attempt.ts";
import { conversationSchema, messageEventSchema } from "../sync-events/contract.ts";

/** An order that the agent wants, and how far it has come. Each step is written down before the next is taken. */
const wantedOrderSchema = z.object({
  /** What the agent said when it asked for the order. */
  answer: turnAnswerSchema,
  draft: orderDraftSchema,
  attempt: z.optional(orderAttemptSchema),
  outcome: z.optional(orderOutcomeSchema),
});

/** What a turn has come to. Once this is written down, the agent is not asked again. */
const outcomeSchema = z.object({
  /** Epoch milliseconds at which it was written down: the time of everything that the turn produced. */
  at: z.number(),
  replies: z.array(replySchema),
  state: z.optional(conversationStateSchema),
  /** The bot keeps out of the conversation once this is said. */
  wantsPerson: z.optional(z.boolean()),
  order: z.optional(z.object({ orderId: z.string(), orderNumber: z.optional(z.string()) })),
});
export type Outcome = z.infer<typeof outcomeSchema>;

const givenUpSchema = z.object({
  kind: z.enum(["final", "patient", "endless"]),
  /** Short and stable, for the dead letter. */
  reason: z.string(),
  httpStatus: z.optional(z.number()),
});

/** A turn that was begun. Knows all that finishing it needs, its messages may be gone from the queue by then. */
export const turnUnderWaySchema = z.object({
  /** The id of its first message: what it produces derives its ids from it. */
  id: z.string(),
  /** Hashes of its messages' ids. */
  messages: z.array(z.string()),
  conversation: conversationSchema,
  phoneNumberId: z.string(),
  correlationId: z.optional(z.string()),
  attempts: z.number(),
  /** What audio and images were turned into, by the message's hash; null: they cannot be read. */
  texts: z.record(z.string(), z.nullable(z.string())),
  wanted: z.optional(wantedOrderSchema),
  outcome: z.optional(outcomeSchema),
  /** It is given up, for this reason: nothing more is asked, sent or ordered, and what was done is told as it is now. */
  givenUp: z.optional(givenUpSchema),
  /** Of the replies' WhatsApp messages. */
  delivery: z.object({
    /** How many of them need nothing any more. */
    settled: z.number(),
    /** Positions of those that were never sent. */
    refused: z.array(z.number()),
    /** Why not, when it is something that a person should know. */
    refusal: z.optional(z.string()),
  }),
});
export type TurnUnderWay = z.infer<typeof turnUnderWaySchema>;

/** What the agent's Lambda remembers of a conversation. One writer at a time: the consumer of its FIFO group. */
export const conversationRecordSchema = z.object({
  /** Partition key: `{subDomain}#{conversation key}`. */
  pk: z.string(),
  /** Counts the writes; a write on top of an older state is refused. */
  revision: z.number(),
  /** The agent's own, given with its last committed answer. */
  memory: z.optional(z.string()),
  /** Digest of the state that was published last. */
  state: z.optional(z.string()),
  /** What the customer is written to in, as far as the agent has told. */
  language: z.optional(z.string()),
  /** Epoch milliseconds up to which people talk, and the bot does not. */
  silentUntil: z.optional(z.number()),
  /** The customer was asked for patience, and nothing has been answered since. */
  apologised: z.optional(z.boolean()),
  /** What they were told then, as long as it is not known to be in the transcript. */
  apology: z.optional(messageEventSchema),
  /** Hashes of the messages that were handled last, newest at the end. */
  recent: z.array(z.string()),
  /** Identifiers have moved from here to another conversation: copies of its messages may be answered there. */
  joined: z.optional(z.boolean()),
  turn: z.optional(turnUnderWaySchema),
});
type StoredRecord = z.infer<typeof conversationRecordSchema>;

/** The working copy of one invocation. */
export type ConversationRecord = { -readonly [Key in keyof StoredRecord]: StoredRecord[Key] };

export function newRecord(pk: string): ConversationRecord {
  return { pk, revision: 0, recent: [] };
}

/** The messages need nothing any more, and neither does the turn that they were part of. */
export function markHandled(record: ConversationRecord, messages: readonly string[]): void {
  const before = record.recent.filter((known) => !messages.includes(known));
  record.recent = [...before, ...messages];
  delete record.turn;
}

/** Whether the turn under way holds a message and was decided: then it is answered by this turn, and by no other. */
export function holdsDecided({ turn }: Pick<ConversationRecord, "turn">, message: string): boolean {
  return isDecided(turn) && turn?.messages.includes(message) === true;
}

/** Whether the agent has decided: from then on the turn is finished as it was decided, and takes in no more messages. */
export function isDecided(turn: TurnUnderWay | undefined): boolean {
  return turn?.outcome !== undefined || turn?.wanted !== undefined;
}
