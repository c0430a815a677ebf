import * as z from "zod/mini";
import { isNestedWithin } from "../json/json-object.ts";

/**
 * The one contract between the Lambdas: what the webhook and the agent publish, and the sync Lambda applies to
 * CartaAI. Types are inferred from the schemas. A change that an older consumer or an event already in a queue
 * would not understand needs a new version here and an upcaster in `./upcast.ts`.
 * A queue message may hold several of them: see `./sequence.ts`.
 */
export const SYNC_EVENT_VERSION = 2;

/** CartaAI fails with a 500 on any other intent, so none may leave here (cartaai-api: "How the server behaves"). */
export const INTENTS = ["menu", "order", "support", "info", "payment", "delivery", "idle"] as const;
export type Intent = (typeof INTENTS)[number];

const text = z.string().check(z.minLength(1));

/** UTF-16 units. Sub-domain, branch and key together make a DynamoDB key, which takes 2048 bytes. */
const MAX_IDENTIFIER_CHARACTERS = 200;

/** What becomes part of keys and addresses. */
export const identifier = z
  .string()
  .check(z.minLength(1), z.maxLength(MAX_IDENTIFIER_CHARACTERS))
  .check(z.refine((id) => id.isWellFormed(), "expected well-formed text"));

/** Far less than what `JSON.stringify` can write, far more than anybody needs. */
const MAX_LEVELS = 100;

const jsonObject = z
  .record(z.string(), z.unknown())
  .check(z.refine((value) => isNestedWithin(value, MAX_LEVELS), "nested too deep"));

export const conversationSchema = z
  .object({
    /** The business, as CartaAI names it. */
    subDomain: identifier,
    /** Decides the FIFO group, and so the order. Resolved before publication; see `functions/identities`. */
    key: identifier,
    /**
     * Keys of conversations that one of the person's identifiers belonged to before. A copy of this event may have been
     * applied there, or wait there still: whoever applies it looks there too, and marks it at once (docs/decisions/0020).
     */
    formerKeys: z.optional(z.array(identifier)),
    localId: z.optional(identifier),
    botId: z.optional(identifier),
    /** E.164 with its plus. */
    phone: z.optional(z.string().check(z.regex(/^\+[1-9][0-9]{4,14}$/, "expected E.164 with its plus"))),
    /** Business-scoped user id. */
    userId: z.optional(identifier),
    displayName: z.optional(z.string()),
  })
  .check(
    z.refine(
      (conversation) => conversation.phone !== undefined || conversation.userId !== undefined,
      "expected a phone or a userId",
    ),
  );
export type Conversation = z.infer<typeof conversationSchema>;

/** The time of what does not tell its own: the same on whatever attempt, which the clock would not be. */
export const UNKNOWN_TIME = "1970-01-01T00:00:00.000Z";

const common = {
  version: z.literal(SYNC_EVENT_VERSION),
  /** Deterministic: the same cause gives the same id on whatever attempt. See `./ids.ts`. */
  id: text,
  conversation: conversationSchema,
  /**
   * Deterministic as the id is: the same id always has the same time. Whoever knows that all up to some time is recorded
   * tells by it that an event is not (docs/decisions/0020).
   */
  occurredAt: z.iso.datetime({ offset: true }),
  /** The same from the webhook's request to CartaAI's call; appears in every log line, and in a header. */
  correlationId: z.optional(z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/, "expected printable ASCII"))),
};

/** What Meta told about a message besides its text. Kept for the agent and the console; CartaAI has no field for it. */
export const messageMetadataSchema = z.object({
  type: z.optional(z.string()),
  quoted: z.optional(z.object({ messageId: z.optional(z.string()) })),
  forwarded: z.optional(z.enum(["once", "often"])),
  referral: z.optional(z.record(z.string(), z.unknown())),
  referredProduct: z.optional(z.record(z.string(), z.unknown())),
  /** The message that a reaction, an edit or a revocation is about. */
  about: z.optional(z.string()),
});
export type MessageMetadata = z.infer<typeof messageMetadataSchema>;

export const messageEventSchema = z.object({
  ...common,
  type: z.literal("message"),
  role: z.enum(["user", "bot"]),
  content: text,
  metadata: z.optional(messageMetadataSchema),
});

export const stateEventSchema = z.object({
  ...common,
  type: z.literal("state"),
  intent: z.enum(INTENTS),
  step: text,
  context: jsonObject,
  metadata: jsonObject,
  isActive: z.boolean(),
});

export const orderEventSchema = z.object({
  ...common,
  type: z.literal("order"),
  orderId: identifier,
  orderNumber: z.optional(text),
});

export const syncEventSchema = z.discriminatedUnion("type", [
  messageEventSchema,
  stateEventSchema,
  orderEventSchema,
]);

export type MessageEvent = z.infer<typeof messageEventSchema>;
export type StateEvent = z.infer<typeof stateEventSchema>;
export type OrderEvent = z.infer<typeof orderEventSchema>;
export type SyncEvent = z.infer<typeof syncEventSchema>;
