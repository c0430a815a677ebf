import * as z from "zod/mini";
import { conversationSchema } from "../sync-events/contract.ts";

/**
 * What the webhook tells the agent: a message of a customer that wants an answer, or one of the staff that silences the
 * bot. One turn for each message; the agent answers those that pile up together. A change that a turn already in a queue
 * would not understand needs a new version.
 */
export const TURN_VERSION = 1;

const text = z.string().check(z.minLength(1));

export const locationSchema = z.object({
  latitude: z.number().check(z.gte(-90), z.lte(90)),
  longitude: z.number().check(z.gte(-180), z.lte(180)),
  name: z.optional(z.string()),
  address: z.optional(z.string()),
});
export type Location = z.infer<typeof locationSchema>;

/** A line of a catalogue basket. Its price is what the customer was shown, and never what is charged. */
export const basketLineSchema = z.object({ productId: text, quantity: z.int().check(z.gte(1)) });

export const turnInputSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text }),
  /** A reply button, a list's row, or a template's quick reply was tapped. */
  z.object({ kind: z.literal("choice"), id: text, title: z.string() }),
  z.object({ kind: z.literal("location"), location: locationSchema }),
  z.object({ kind: z.literal("basket"), lines: z.array(basketLineSchema).check(z.minLength(1)) }),
  z.object({
    kind: z.enum(["audio", "image"]),
    mediaId: text,
    mimeType: z.optional(z.string()),
    caption: z.optional(z.string()),
  }),
  /** The chat was opened for the first time; nothing was written yet. */
  z.object({ kind: z.literal("welcome") }),
  /** Something that the bot does not read: a video, a document, a contact card. */
  z.object({ kind: z.literal("other") }),
  /** The restaurant's staff wrote from their phone: the bot keeps out of it for a while. */
  z.object({ kind: z.literal("staff") }),
]);
export type TurnInput = z.infer<typeof turnInputSchema>;

export const turnSchema = z.object({
  version: z.literal(TURN_VERSION),
  /** The message's id at WhatsApp: everything that the turn produces derives its ids from it. */
  id: text,
  conversation: conversationSchema,
  /** Meta's id of the number that was written to, and that the answer is sent from. */
  phoneNumberId: text,
  /** Deterministic as the id is; passed on to events. `UNKNOWN_TIME` when Meta told none. */
  occurredAt: z.iso.datetime({ offset: true }),
  correlationId: z.optional(text),
  /** As the transcript shows the message; for audio and images a placeholder until they are turned into text. */
  content: text,
  input: turnInputSchema,
});
export type Turn = z.infer<typeof turnSchema>;
