import * as z from "zod/mini";
import { messageStateSchema } from "./chats.ts";
import { isoTime, text } from "./common.ts";

/** What was seen of a message, from outside the Lambdas. */
export const stepKindSchema = z.enum([
  /** The webhook's bytes arrived. `record`: headers, body, answer. */
  "received",
  /** What the parser made of it. */
  "parsed",
  /** A turn was queued for the agent. */
  "turn",
  /** A sync event was queued for CartaAI: this message, a reply, a state, an order. */
  "sync-event",
  /** A queue handed the turn or event to its Lambda; ended when it was deleted or came back. */
  "attempt",
  /** A call that a stand-in received: `status` is its answer, none if it was never given. */
  "call",
  /** The bot's answer, as WhatsApp took it. */
  "reply",
  /** A line that a Lambda logged. */
  "log",
  /** Deleted from its queue: done. */
  "settled",
  "dead-letter",
  /** Brought back by a person. */
  "replayed",
]);

export const stepSchema = z.object({
  /** Unique within the timeline; a step that is told again with the same id replaces the earlier one. */
  id: text,
  kind: stepKindSchema,
  at: isoTime,
  /** Missing while it lasts, and for what has no duration. */
  durationMs: z.optional(z.number()),
  /** One line in words. Holds nothing of what was said. */
  title: z.string(),
  /** Of the webhook or a call: HTTP. */
  status: z.optional(z.int()),
  outcome: z.optional(z.enum(["ok", "failed", "running"])),
  /** Which turn or event it is about, by its id. */
  eventId: z.optional(z.string()),
  /** "webhook", "agent", "sync", "cartaai", "whatsapp", "models" */
  part: z.string(),
  /** The whole of what was seen. */
  record: z.unknown(),
});
export type Step = z.infer<typeof stepSchema>;

/** GET /console/timelines/{messageId} */
export const timelineSchema = z.object({
  messageId: text,
  customerId: z.optional(text),
  /** One for each delivery of the webhook. */
  correlationIds: z.array(z.string()),
  state: messageStateSchema,
  startedAt: isoTime,
  /** When nothing of it was left in any queue. */
  settledAt: z.optional(isoTime),
  durationMs: z.optional(z.number()),
  /** In order of `at`. */
  steps: z.array(stepSchema),
});
export type Timeline = z.infer<typeof timelineSchema>;
