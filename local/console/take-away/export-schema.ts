import * as z from "zod/mini";
import { businessSchema, chatMessageSchema, identitySchema, timelineSchema } from "../api.ts";

/** A conversation with everything that was seen of it, as a file. */
export const conversationExportSchema = z.object({
  kind: z.literal("conversation-export"),
  version: z.literal(1),
  exportedAt: z.iso.datetime({ offset: true }),
  business: businessSchema,
  customer: z.object({
    name: z.string(),
    identities: z.array(identitySchema).check(z.minLength(1)),
  }),
  messages: z.array(chatMessageSchema),
  timelines: z.array(timelineSchema),
});
export type ConversationExport = z.infer<typeof conversationExportSchema>;
