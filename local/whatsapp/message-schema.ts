import * as z from "zod/mini";
import { interactiveSchema } from "./interactive-schema.ts";
import { limitedText } from "./limited-text.ts";

const image = z
  .object({
    id: z.optional(limitedText(200)),
    link: z.optional(z.url()),
    caption: z.optional(limitedText(1024)),
  })
  .check(z.refine(({ id, link }) => (id === undefined) !== (link === undefined), "either id or link"));

const template = z.looseObject({
  name: limitedText(512),
  language: z.object({ code: limitedText(20) }),
  components: z.optional(z.array(z.looseObject({ type: z.string() }))),
});

const common = {
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.optional(z.literal("individual")),
  /** A phone number's digits. */
  to: z.optional(z.string()),
  /** A business-scoped user id. */
  recipient: z.optional(z.string()),
  context: z.optional(z.object({ message_id: limitedText(1000) })),
};

/** A message as it is sent, with Meta's limits. */
export const messageSchema = z.discriminatedUnion("type", [
  z.object({
    ...common,
    type: z.literal("text"),
    text: z.object({ body: limitedText(4096), preview_url: z.optional(z.boolean()) }),
  }),
  z.object({ ...common, type: z.literal("interactive"), interactive: interactiveSchema }),
  z.object({ ...common, type: z.literal("image"), image }),
  z.object({ ...common, type: z.literal("template"), template }),
]);
export type OutgoingMessage = z.output<typeof messageSchema>;
export const MESSAGE_TYPES: readonly unknown[] = ["text", "interactive", "image", "template"];

/** What marks a customer's message as read, and can show them that an answer is being written. */
export const readReceiptSchema = z.object({
  messaging_product: z.literal("whatsapp"),
  status: z.literal("read"),
  message_id: limitedText(1000),
  typing_indicator: z.optional(z.object({ type: z.literal("text") })),
});
