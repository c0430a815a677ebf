import * as z from "zod/mini";
import { type Route, type RoutedCall, route } from "../http/routes.ts";
import { bodyOf, queryOf } from "./body.ts";
import { conversationAnswer } from "./conversation-answer.ts";
import { addMessage, type Change, end, extend, linkOrder, syncState } from "./conversation-changes.ts";
import type { Conversations } from "./conversations.ts";
import { Refusal, success } from "./envelope.ts";
import type { CartaAIOperation } from "./operations.ts";
import type { Tenants } from "./tenants.ts";

const text = z.string().check(z.minLength(1));
const object = z.record(z.string(), z.unknown());
const scope = { subDomain: text, localId: z.optional(z.string()) };

const scopeSchema = z.object(scope);
const newConversationSchema = z.object({
  ...scope,
  userId: text,
  botId: z.optional(text),
  metadata: z.optional(object),
});
const messageSchema = z.object({ role: z.enum(["user", "bot"]), content: text });
const stateSchema = z.object({
  intent: z.optional(z.string()),
  step: z.optional(z.string()),
  context: z.optional(object),
  metadata: z.optional(object),
  isActive: z.optional(z.boolean()),
});
const orderSchema = z.object({ ...scope, orderId: text });
const extensionSchema = z.object({ ...scope, hours: z._default(z.number().check(z.positive()), 24) });

/** The routes of both server generations mount the agent's two calls under different prefixes. */
const AGENT_PREFIXES = ["/api/v1/whatsapp", "/api/v1/whatsapp-providers"] as const;

type SessionCall = RoutedCall<"{sessionId}">;

export function conversationRoutes(
  conversations: Conversations,
  tenants: Tenants,
): Route<CartaAIOperation>[] {
  async function write({ parameters }: SessionCall, change: Change) {
    return success(conversationAnswer(await conversations.write(parameters.sessionId, change)));
  }

  /** A write to a route that knows whose conversation it is about. */
  async function writeWithin(call: SessionCall, { subDomain }: { subDomain: string }, change: Change) {
    tenants.restaurant(subDomain);
    if (conversations.find(call.parameters.sessionId)?.subDomain !== subDomain) throw notFound();
    return write(call, change);
  }

  return [
    route("findConversation", "GET", "/api/v1/conversations/user/{userId}", (call) => {
      const wanted = queryOf(scopeSchema, call);
      tenants.restaurant(wanted.subDomain);
      const record = conversations.findActive({ ...wanted, userId: call.parameters.userId });
      if (record === undefined) throw notFound();
      return success(conversationAnswer(record));
    }),

    route("openConversation", "POST", "/api/v1/conversations", async (call) => {
      const wanted = bodyOf(newConversationSchema, call);
      const { botId } = tenants.restaurant(wanted.subDomain);
      const { record, created } = await conversations.open({ ...wanted, botId: wanted.botId ?? botId });
      return success(
        conversationAnswer(record),
        created ? "Conversation created" : "OK",
        created ? 201 : 200,
      );
    }),

    route("readConversation", "GET", "/api/v1/conversations/{sessionId}", (call) => {
      const { subDomain } = queryOf(scopeSchema, call);
      tenants.restaurant(subDomain);
      const record = conversations.find(call.parameters.sessionId);
      if (record?.subDomain !== subDomain) throw notFound();
      return success(conversationAnswer(record));
    }),

    route("lookupTenant", "GET", "/api/v1/whatsapp/lookup/tenant/{phone}", ({ parameters }) => {
      const record = conversations.findByPhone(parameters.phone);
      if (record === undefined) throw notFound();
      const { subDomain, botId, sessionId } = record;
      return success({ subDomain, botId, sessionId, isActive: conversations.isActive(record) });
    }),

    ...AGENT_PREFIXES.flatMap((prefix) => [
      route("addMessage", "POST", `${prefix}/agent/conversations/{sessionId}/messages`, (call) => {
        const { role, content } = bodyOf(messageSchema, call);
        return write(call, addMessage(role, content));
      }),
      route("syncState", "PUT", `${prefix}/agent/conversations/{sessionId}/sync`, (call) =>
        write(call, syncState(bodyOf(stateSchema, call))),
      ),
    ]),

    route("linkOrder", "POST", "/api/v1/conversations/{sessionId}/orders", (call) => {
      const order = bodyOf(orderSchema, call);
      return writeWithin(call, order, linkOrder(order.orderId));
    }),

    route("extendConversation", "POST", "/api/v1/conversations/{sessionId}/extend", (call) => {
      const extension = bodyOf(extensionSchema, call);
      return writeWithin(call, extension, extend(extension.hours));
    }),

    route("endConversation", "POST", "/api/v1/conversations/{sessionId}/end", (call) =>
      writeWithin(call, bodyOf(scopeSchema, call), end()),
    ),
  ];
}

function notFound(): Refusal {
  return new Refusal(404, "Conversation not found");
}
