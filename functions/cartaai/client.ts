import { type CartaAIConversation, cartaaiConversationSchema } from "./conversation.ts";
import { CartaAIPermanentError, CartaAIRetryableError } from "./errors.ts";
import type { Confirmation } from "./read-answer.ts";
import type { Operation, Scope } from "./routes.ts";
import type { CallContext, Transport } from "./transport.ts";

export interface StateUpdate {
  readonly intent: string;
  readonly step: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly isActive: boolean;
}

export interface NewConversation extends Scope {
  readonly userId: string;
  readonly botId?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/**
 * The conversations' part of CartaAI. Every method throws a `CartaAIError` whose type says what to do. A write's answer
 * is `undefined` when CartaAI confirmed it without sending the conversation along.
 */
export interface ConversationsApi {
  /** The person's active conversation, if there is one. */
  find(userId: string, scope: Scope, context: CallContext): Promise<CartaAIConversation | undefined>;
  /** Opens a conversation, or answers the active one. */
  open(conversation: NewConversation, context: CallContext): Promise<CartaAIConversation>;
  read(sessionId: string, scope: Scope, context: CallContext): Promise<CartaAIConversation>;
  /** Not idempotent: called twice, the message stands there twice. */
  addMessage(
    sessionId: string,
    message: { readonly role: "user" | "bot"; readonly content: string },
    scope: Scope,
    context: CallContext,
  ): Promise<CartaAIConversation | undefined>;
  syncState(
    sessionId: string,
    state: StateUpdate,
    scope: Scope,
    context: CallContext,
  ): Promise<CartaAIConversation | undefined>;
  linkOrder(
    sessionId: string,
    orderId: string,
    scope: Scope,
    context: CallContext,
  ): Promise<CartaAIConversation | undefined>;
}

export function createConversationsApi(call: Transport): ConversationsApi {
  return {
    async find(userId, scope, context) {
      try {
        const { data } = await call("findConversation", { userId, query: { ...scope } }, context);
        return conversationIn(data);
      } catch (error) {
        // "There is none" comes as a 404 or as an error envelope. Opening one answers whether anything else is wrong.
        if (error instanceof CartaAIPermanentError) return undefined;
        throw error;
      }
    },
    async open(conversation, context) {
      return demanded(
        "openConversation",
        await call("openConversation", { body: { ...conversation } }, context),
      );
    },
    async read(sessionId, scope, context) {
      return demanded(
        "readConversation",
        await call("readConversation", { sessionId, query: { ...scope } }, context),
      );
    },
    async addMessage(sessionId, { role, content }, scope, context) {
      const body = { role, content, ...scope };
      return written("addMessage", await call("addMessage", { sessionId, body }, context));
    },
    async syncState(sessionId, { intent, step, context: shown, metadata, isActive }, scope, context) {
      const body = { intent, step, context: shown, metadata, isActive, ...scope };
      return written("syncState", await call("syncState", { sessionId, body }, context));
    },
    async linkOrder(sessionId, orderId, scope, context) {
      return written(
        "linkOrder",
        await call("linkOrder", { sessionId, body: { orderId, ...scope } }, context),
      );
    },
  };
}

function conversationIn(data: unknown): CartaAIConversation | undefined {
  const parsed = cartaaiConversationSchema.safeParse(data);
  return parsed.success ? parsed.data : undefined;
}

function demanded(operation: Operation, { data }: Confirmation): CartaAIConversation {
  const conversation = conversationIn(data);
  if (conversation !== undefined) return conversation;
  throw new CartaAIRetryableError("the answer holds no conversation", { operation, outcome: "unknown" });
}

/** A write counts as done when CartaAI says so, or shows the conversation. A warning with nothing in it does neither. */
function written(operation: Operation, { data, confirmed }: Confirmation): CartaAIConversation | undefined {
  return confirmed ? conversationIn(data) : demanded(operation, { data, confirmed });
}
