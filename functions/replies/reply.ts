import * as z from "zod/mini";

/**
 * What the bot says, free of WhatsApp's limits: these are met where the message is built (`functions/whatsapp-client`),
 * so a reply may be longer than one message.
 */
const text = z.string().check(z.minLength(1));

export const optionSchema = z.object({
  /** Comes back as it is when the option is tapped: it is neither split nor cut, so it has to be one that Meta takes. */
  id: text.check(
    z.maxLength(200),
    z.refine((id) => id.trim() === id, "expected an id without spaces at its ends"),
  ),
  title: text,
  description: z.optional(z.string()),
});
export type Option = z.infer<typeof optionSchema>;

export const replySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text }),
  z.object({ kind: z.literal("buttons"), text, buttons: z.array(optionSchema).check(z.minLength(1)) }),
  z.object({
    kind: z.literal("list"),
    text,
    /** What opens the list. */
    button: text,
    sections: z
      .array(z.object({ title: z.optional(z.string()), rows: z.array(optionSchema).check(z.minLength(1)) }))
      .check(z.minLength(1)),
  }),
  z.object({ kind: z.literal("location-request"), text }),
  z.object({ kind: z.literal("image"), url: z.url(), caption: z.optional(z.string()) }),
]);
export type Reply = z.infer<typeof replySchema>;
