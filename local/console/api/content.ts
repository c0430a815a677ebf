import * as z from "zod/mini";
import { text } from "./common.ts";

const optionSchema = z.object({ id: z.string(), title: z.string(), description: z.optional(z.string()) });

/** What a message shows, whoever sent it. `choice` is a button or a row that the customer tapped. */
export const contentSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("choice"), id: z.string(), title: z.string() }),
  /** Up to three reply buttons under a text. Tapped: send `button` with the option's id and title, quoting this. */
  z.object({ kind: z.literal("buttons"), text: z.string(), options: z.array(optionSchema) }),
  /** A list that opens with `open`. Tapped: send `list` with the row's id and title, quoting this message. */
  z.object({
    kind: z.literal("list"),
    text: z.string(),
    open: z.string(),
    sections: z.array(z.object({ title: z.optional(z.string()), options: z.array(optionSchema) })),
  }),
  /** The bot asks for a location. */
  z.object({ kind: z.literal("location-request"), text: z.string() }),
  z.object({
    kind: z.literal("location"),
    latitude: z.number(),
    longitude: z.number(),
    name: z.optional(z.string()),
    address: z.optional(z.string()),
  }),
  /** `url`: where the file is, on this origin; missing when the console does not have it. */
  z.object({
    kind: z.literal("audio"),
    mediaId: z.optional(z.string()),
    url: z.optional(z.string()),
    mimeType: z.optional(z.string()),
  }),
  z.object({
    kind: z.literal("image"),
    mediaId: z.optional(z.string()),
    url: z.optional(z.string()),
    mimeType: z.optional(z.string()),
    caption: z.optional(z.string()),
    /** A picture that the bot sent by its address elsewhere. Not loaded by the page: it is of another origin. */
    link: z.optional(z.string()),
  }),
  /** A basket from the catalogue. */
  z.object({
    kind: z.literal("order"),
    items: z.array(z.object({ productId: z.string(), quantity: z.number() })),
    note: z.optional(z.string()),
  }),
  /** An empty emoji takes the reaction back. */
  z.object({ kind: z.literal("reaction"), about: text, emoji: z.string() }),
  /** The customer corrected, or took back, what they wrote before. */
  z.object({ kind: z.literal("edit"), about: text, text: z.string() }),
  z.object({ kind: z.literal("revoke"), about: text }),
  /** A notice of WhatsApp's: a number or an id changed. */
  z.object({ kind: z.literal("notice"), text: z.string() }),
  /** Anything else, by Meta's name for it. */
  z.object({ kind: z.literal("other"), type: z.string(), text: z.string() }),
]);
export type Content = z.infer<typeof contentSchema>;
