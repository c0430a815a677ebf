import * as z from "zod/mini";
import { count, isoTime, text } from "./common.ts";

export const queueNameSchema = z.enum(["sync", "turns"]);
export type QueueName = z.infer<typeof queueNameSchema>;

export const queueViewSchema = z.object({
  name: queueNameSchema,
  /** Neither in flight nor delayed; also those that one in flight holds back. */
  waiting: count,
  inFlight: count,
  /** Milliseconds. Missing when it is empty. */
  oldestAgeMs: z.optional(z.number()),
  /** Conversations with something in the queue. */
  conversations: count,
  /** Conversations that wait for one message of theirs to come back. */
  blocked: z.array(
    z.object({
      /** Missing when the console does not know whose it is. */
      customerId: z.optional(z.string()),
      waiting: count,
      /** How often the first one was handed out. */
      attempts: count,
      nextAttemptAt: z.optional(isoTime),
    }),
  ),
  deadLetters: count,
});
export type QueueView = z.infer<typeof queueViewSchema>;

/** GET /console/queues */
export const queuesSchema = z.object({ at: isoTime, queues: z.array(queueViewSchema) });
export type Queues = z.infer<typeof queuesSchema>;

export const deadLetterSchema = z.object({
  /** What preview, replay and discard name it by. */
  id: text,
  queue: queueNameSchema,
  customerId: z.optional(z.string()),
  /** Whose timeline it is in. */
  messageId: z.optional(z.string()),
  type: z.optional(z.string()),
  class: z.string(),
  reason: z.string(),
  httpStatus: z.optional(z.int()),
  attempts: z.optional(z.int()),
  deadSince: isoTime,
  content: z.optional(z.string()),
  /** The message's body and attributes. */
  record: z.unknown(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** GET /console/queues/{name}/dead-letters, oldest first. */
export const deadLettersSchema = z.object({ deadLetters: z.array(deadLetterSchema) });
export type DeadLetters = z.infer<typeof deadLettersSchema>;

/** POST /console/queues/{name}/preview | replay; no ids: all. The same code as `npm run replay`. */
export const replayRequestSchema = z.object({
  ids: z.optional(z.array(text).check(z.minLength(1))),
  /** Also those of which nobody can tell whether they were applied. */
  force: z._default(z.boolean(), false),
});
export type ReplayRequest = z.input<typeof replayRequestSchema>;

/** POST /console/queues/{name}/discard: deleted for good, and logged with the reason. */
export const discardRequestSchema = z.object({ ids: z.array(text).check(z.minLength(1)), reason: text });
export type DiscardRequest = z.infer<typeof discardRequestSchema>;

export const previewAnswerSchema = z.object({
  deadLetters: z.array(
    z.object({
      id: text,
      /** "apply", "already-applied", "superseded", "unprovable", "malformed", "copy" … */
      would: z.string(),
      /** Whether a replay would send it back. */
      replayed: z.boolean(),
      /** Older dead letters of the conversation that would stay behind. */
      overtakes: count,
      record: z.unknown(),
    }),
  ),
});
export type PreviewAnswer = z.infer<typeof previewAnswerSchema>;

export const replayAnswerSchema = z.object({
  replayed: count,
  removed: count,
  left: z.array(z.object({ id: text, why: z.string() })),
  /** The command's whole result. */
  record: z.unknown(),
});
export type ReplayAnswer = z.infer<typeof replayAnswerSchema>;

export const discardAnswerSchema = z.object({ discarded: count, notFound: z.array(z.string()) });
export type DiscardAnswer = z.infer<typeof discardAnswerSchema>;
