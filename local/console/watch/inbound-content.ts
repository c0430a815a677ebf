import * as z from "zod/mini";
import type { Content } from "../api.ts";

const text = z.string();
const place = {
  latitude: z.number(),
  longitude: z.number(),
  name: z.optional(text),
  address: z.optional(text),
};
const option = z.object({ id: text, title: text });
const media = { id: z.optional(text), mime_type: z.optional(text) };

/** Messages as Meta writes them, as far as they are shown; what does not fit is shown by the name of its type. */
const SCHEMAS = {
  text: z.pipe(
    z.object({ text: z.object({ body: text }) }),
    z.transform(({ text: { body } }): Content => ({ kind: "text", text: body })),
  ),
  button: z.pipe(
    z.object({ button: z.object({ text, payload: z.optional(text) }) }),
    z.transform(({ button }): Content => ({ kind: "choice", id: button.payload ?? "", title: button.text })),
  ),
  interactive: z.pipe(
    z.object({ interactive: z.object({ button_reply: z.optional(option), list_reply: z.optional(option) }) }),
    z.transform(({ interactive }): Content => {
      const { id = "", title = "" } = interactive.button_reply ?? interactive.list_reply ?? {};
      return { kind: "choice", id, title };
    }),
  ),
  location: z.pipe(
    z.object({ location: z.object(place) }),
    z.transform(({ location }): Content => ({ kind: "location", ...location })),
  ),
  audio: z.pipe(
    z.object({ audio: z.object(media) }),
    z.transform(({ audio }): Content => ({ kind: "audio", ...fileOf(audio) })),
  ),
  image: z.pipe(
    z.object({ image: z.object({ ...media, caption: z.optional(text) }) }),
    z.transform(({ image }): Content => {
      return {
        kind: "image",
        ...fileOf(image),
        ...(image.caption !== undefined && { caption: image.caption }),
      };
    }),
  ),
  order: z.pipe(
    z.object({
      order: z.object({
        text: z.optional(text),
        product_items: z.array(z.object({ product_retailer_id: text, quantity: z.coerce.number() })),
      }),
    }),
    z.transform(
      ({ order }): Content => ({
        kind: "order",
        items: order.product_items.map((item) => ({
          productId: item.product_retailer_id,
          quantity: item.quantity,
        })),
        ...(order.text !== undefined && { note: order.text }),
      }),
    ),
  ),
  reaction: z.pipe(
    z.object({ reaction: z.object({ message_id: text, emoji: z._default(text, "") }) }),
    z.transform(
      ({ reaction }): Content => ({ kind: "reaction", about: reaction.message_id, emoji: reaction.emoji }),
    ),
  ),
  edit: z.pipe(
    z.object({
      edit: z.object({
        original_message_id: text,
        message: z.object({ text: z.object({ body: text }) }),
      }),
    }),
    z.transform(
      ({ edit }): Content => ({
        kind: "edit",
        about: edit.original_message_id,
        text: edit.message.text.body,
      }),
    ),
  ),
  revoke: z.pipe(
    z.object({ revoke: z.object({ original_message_id: text }) }),
    z.transform(({ revoke }): Content => ({ kind: "revoke", about: revoke.original_message_id })),
  ),
  system: z.pipe(
    z.object({ system: z.object({ body: text }) }),
    z.transform(({ system }): Content => ({ kind: "notice", text: system.body })),
  ),
} as const;

/**
 * A message of a webhook as the chat shows it.
 *
 * @param raw the message as Meta wrote it
 * @param readable as the parser under test renders it, for kinds that have no picture of their own here
 */
export function inboundContent(raw: unknown, type: string, readable: string): Content {
  const schema = isKnown(type) ? SCHEMAS[type] : undefined;
  const parsed = schema && z.safeParse<z.ZodMiniType<Content>>(schema, raw);
  return parsed?.success ? parsed.data : { kind: "other", type, text: readable };
}

function isKnown(type: string): type is keyof typeof SCHEMAS {
  return Object.hasOwn(SCHEMAS, type);
}

function fileOf({ id, mime_type: mimeType }: z.output<z.ZodMiniObject<typeof media>>) {
  return {
    ...(id !== undefined && { mediaId: id, url: `/console/media/${encodeURIComponent(id)}` }),
    ...(mimeType !== undefined && { mimeType }),
  };
}
