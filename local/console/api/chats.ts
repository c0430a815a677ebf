import * as z from "zod/mini";
import { count, isoTime, text } from "./common.ts";
import { contentSchema } from "./content.ts";

/** A restaurant that can be written to. */
export const businessSchema = z.object({
  phoneNumberId: text,
  name: text,
  subDomain: text,
  localId: z.optional(z.string()),
});
export type ConsoleBusiness = z.infer<typeof businessSchema>;

/** How WhatsApp knows a person: by phone number, by business-scoped user id (BSUID), or by both. */
export const identitySchema = z
  .object({
    /** E.164 digits without the plus. */
    phone: z.optional(
      z.string().check(z.regex(/^[1-9][0-9]{4,14}$/, "expected 5 to 15 digits without a plus")),
    ),
    /** "PE.13491208655302741918" */
    userId: z.optional(
      z.string().check(z.regex(/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/, "expected XX.… ")),
    ),
  })
  .check(
    z.refine(
      ({ phone, userId }) => phone !== undefined || userId !== undefined,
      "expected a phone or a userId",
    ),
  );
export type CustomerIdentity = z.infer<typeof identitySchema>;

/** Whether CartaAI holds what was said, and nothing else. */
export const agreementSchema = z.object({
  /** "waiting": differs, and what is missing is still in a queue. "differs": nothing will mend it by itself. */
  state: z.enum(["agrees", "waiting", "differs", "unknown"]),
  /** Messages that CartaAI does not have yet. */
  missing: count,
  /** Of them those that are dead letters. */
  deadLetters: count,
  /** Each difference in words, at most 20. */
  differences: z.array(z.string()),
  /** Since when it has been in this state. */
  since: isoTime,
});
export type Agreement = z.infer<typeof agreementSchema>;

/** A person who writes to one business: a chat. Known from the first webhook on, whoever sent it. */
export const customerSchema = z.object({
  id: text,
  phoneNumberId: text,
  name: z.string(),
  /** How the next message will come. */
  identity: identitySchema,
  /** Every identity there was, the first first. */
  identities: z.array(identitySchema),
  messages: count,
  lastMessage: z.optional(z.string()),
  lastAt: z.optional(isoTime),
  /** Set while the bot shows that it is writing. WhatsApp shows it for 25 seconds, or until the answer. */
  typingUntil: z.optional(isoTime),
  agreement: agreementSchema,
  /** Came out of a file. What is sent as this customer goes to a chat of its own. */
  imported: z.optional(z.boolean()),
});
export type Customer = z.infer<typeof customerSchema>;

/** POST /console/customers. → 201 Customer, or 200 with the one who has this identity already. */
export const newCustomerSchema = z.object({
  phoneNumberId: text,
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  identity: identitySchema,
});
export type NewCustomer = z.infer<typeof newCustomerSchema>;

/** How far a message has come; of a reply, how far its mirroring has. */
export const messageStateSchema = z.enum([
  /** Sent, no answer of the webhook's yet. */
  "sending",
  /** The webhook answered something else than 200: Meta would deliver it again. */
  "refused",
  /** Acknowledged, nothing of it queued (yet): a reaction, for example, may say nothing to CartaAI. */
  "acknowledged",
  "queued",
  /** An attempt failed; it comes again by itself. */
  "retrying",
  "settled",
  "dead",
]);
export type MessageState = z.infer<typeof messageStateSchema>;

export const chatMessageSchema = z.object({
  /** WhatsApp's message id. */
  id: text,
  customerId: text,
  /** Grows by one with each message of the chat: the order in which they are shown. */
  sequence: count,
  from: z.enum(["customer", "bot", "staff", "whatsapp"]),
  at: isoTime,
  content: contentSchema,
  /** The id of the message that this one answers. */
  quoted: z.optional(z.string()),
  /** Of a customer's message: one tick, two, two in blue. `read` is the bot's receipt. */
  ticks: z.optional(z.enum(["sent", "delivered", "read"])),
  state: messageStateSchema,
  /** Whose timeline to ask for: its own, for a reply the one of the message that it answers. */
  timelineId: z.optional(z.string()),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** GET /console/customers/{id}/messages?before=SEQUENCE&limit=N (default and at most 200): the last ones, oldest first. */
export const messagesPageSchema = z.object({
  messages: z.array(chatMessageSchema),
  /** Whether there are older ones. */
  more: z.boolean(),
});
export type MessagesPage = z.infer<typeof messagesPageSchema>;

/** GET /console/customers/{id}/cartaai */
export const mirrorSchema = z.object({
  agreement: agreementSchema,
  /** What the API shows, the most recently used first. Empty before the first message arrived. */
  conversations: z.array(
    z.object({
      sessionId: text,
      userId: text,
      isActive: z.boolean(),
      intent: z.string(),
      step: z.string(),
      lastActivity: isoTime,
      expiresAt: isoTime,
      /** The whole answer: `context.previousMessages` (the last 20), the cart, metadata. */
      record: z.record(z.string(), z.unknown()),
    }),
  ),
  /** All that was ever said there, beyond the last 20; from the stand-in's ledger. */
  transcript: z.array(
    z.object({
      role: z.enum(["user", "bot"]),
      content: z.string(),
      at: isoTime,
      sessionId: z.string(),
    }),
  ),
  /** The latest conversation's `context.selectedItems`. */
  cart: z.optional(z.unknown()),
  /** Orders that are linked to the conversations. `record` is missing when CartaAI does not know the order. */
  orders: z.array(
    z.object({
      id: text,
      number: z.optional(z.string()),
      status: z.optional(z.string()),
      total: z.optional(z.number()),
      record: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
});
export type Mirror = z.infer<typeof mirrorSchema>;
