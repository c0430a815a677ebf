import * as z from "zod/mini";

/** The message history entry that CartaAI keeps (the last 20), stamped with its own clock. */
const historyEntrySchema = z.object({
  role: z.string(),
  content: z.string(),
  timestamp: z.optional(z.unknown()),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** What an entry that cannot be read counts as: it takes its place in the history, and matches nothing. */
const UNREADABLE: HistoryEntry = { role: "", content: "" };

const contextSchema = z.looseObject({
  previousMessages: z.catch(z.optional(z.array(z.catch(historyEntrySchema, UNREADABLE))), undefined),
  currentOrderId: z.catch(z.optional(z.nullable(z.string())), undefined),
  orderHistory: z.catch(z.optional(z.array(z.unknown())), undefined),
});

/** Its shape differs between server versions, but it has to fit into an address, and into what is kept of it. */
const sessionId = z
  .string()
  .check(z.minLength(1), z.maxLength(512))
  .check(z.refine((id) => id.isWellFormed() && !/^\.{1,2}$/.test(id)));

/**
 * A conversation as CartaAI answers it. Only the session id is demanded: server versions differ in the rest, and none
 * of it is worth failing a write that has happened.
 */
export const cartaaiConversationSchema = z.looseObject({
  sessionId,
  isActive: z.catch(z.optional(z.boolean()), undefined),
  expiresAt: z.catch(z.optional(z.string()), undefined),
  context: z.catch(z.optional(z.nullable(contextSchema)), undefined),
});
export type CartaAIConversation = z.infer<typeof cartaaiConversationSchema>;

/**
 * The last 20 messages, oldest first; `undefined` when the answer does not show them. A context without any is a
 * conversation in which nothing has been said yet.
 */
export function historyOf({ context }: CartaAIConversation): readonly HistoryEntry[] | undefined {
  return context ? (context.previousMessages ?? []) : undefined;
}
