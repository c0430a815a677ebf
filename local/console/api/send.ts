import * as z from "zod/mini";
import { identitySchema } from "./chats.ts";
import { text } from "./common.ts";

const common = {
  customerId: text,
  /** The id of the message that this one quotes. */
  quoted: z.optional(text),
};
const body = z.string().check(z.minLength(1), z.maxLength(4096));
const choice = { id: text, title: text };

/** POST /console/send: something happens in WhatsApp. Becomes a signed webhook, posted to the real address. */
export const sendRequestSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), ...common, text: body }),
  /** A reply button was tapped. */
  z.object({ kind: z.literal("button"), ...common, ...choice }),
  /** A row of a list was tapped. */
  z.object({ kind: z.literal("list"), ...common, ...choice, description: z.optional(z.string()) }),
  /** `mediaId` from POST /console/media, or left out for the sample voice note. `says`: what a model hears in the sample. */
  z.object({
    kind: z.literal("audio"),
    ...common,
    mediaId: z.optional(text),
    says: z.optional(z.string().check(z.maxLength(1000))),
  }),
  /** `mediaId` from POST /console/media, or left out for the sample photo. */
  z.object({
    kind: z.literal("image"),
    ...common,
    mediaId: z.optional(text),
    caption: z.optional(z.string().check(z.maxLength(1024))),
  }),
  z.object({
    kind: z.literal("location"),
    ...common,
    latitude: z.number().check(z.gte(-90), z.lte(90)),
    longitude: z.number().check(z.gte(-180), z.lte(180)),
    name: z.optional(z.string()),
    address: z.optional(z.string()),
  }),
  z.object({
    kind: z.literal("order"),
    ...common,
    items: z
      .array(
        z.object({
          productId: text,
          quantity: z.int().check(z.gte(1)),
          price: z.optional(z.number()),
          currency: z.optional(z.string()),
        }),
      )
      .check(z.minLength(1)),
    note: z.optional(z.string()),
  }),
  /** An empty emoji takes the reaction back. */
  z.object({ kind: z.literal("reaction"), ...common, about: text, emoji: z.string() }),
  z.object({ kind: z.literal("edit"), ...common, about: text, text: body }),
  z.object({ kind: z.literal("revoke"), ...common, about: text }),
  /** The restaurant's staff write from their phone: WhatsApp echoes it, and the bot keeps out of it for a while. */
  z.object({ kind: z.literal("staff"), ...common, text: body }),
  /** WhatsApp's own notice that the customer has a new number (`system`). The next messages come from it. */
  z.object({
    kind: z.literal("number-change"),
    ...common,
    phone: z.string().check(z.regex(/^[1-9][0-9]{4,14}$/)),
  }),
  /** The customer's user id changed (`user_id_update`), with the number if there is one. */
  z.object({ kind: z.literal("user-id-change"), ...common, userId: text, phone: z.optional(text) }),
  /** Nothing is sent; the next messages come with this identity (hides the number, shows it, gets a user id). */
  z.object({ kind: z.literal("identity"), ...common, identity: identitySchema }),
]);
export type SendRequest = z.infer<typeof sendRequestSchema>;

export const sendAnswerSchema = z.object({
  /** WhatsApp's id of the message; missing for what is no message. */
  messageId: z.optional(text),
  /** What the webhook answered, once for each delivery; empty while a Meta fault holds the message back. */
  statuses: z.array(z.int()),
  /** Set while a Meta fault ("reorder", "batch") holds it back. */
  held: z.boolean(),
  /** A command for sh that does the same. Missing for `identity` and while held. */
  curl: z.optional(z.string()),
});
export type SendAnswer = z.infer<typeof sendAnswerSchema>;

/**
 * POST /console/media with the file as its body and its content type: a file that the customer recorded or chose.
 * At most 16 MiB; audio/* and image/* alone. GET /console/media/{id} gives it back.
 */
export const mediaAnswerSchema = z.object({ mediaId: text, url: text });
