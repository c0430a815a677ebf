import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type ConversationsApi, createConversationsApi } from "../../functions/cartaai/client.ts";
import type { CartaAIConversation } from "../../functions/cartaai/conversation.ts";
import { DEFAULT_AGENT_PREFIX } from "../../functions/cartaai/routes.ts";
import { createTransport } from "../../functions/cartaai/transport.ts";
import { readWebhook } from "../../functions/whatsapp/read-webhook.ts";
import { isSigned } from "../../functions/whatsapp/signature.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";

/**
 * The earlier design: for each message, inside the webhook request and one after the other, it finds the conversation
 * (and creates it the first time), adds the user's message, updates the intent, updates the context, and adds the bot's
 * answer. Same parser, same client of CartaAI, and a bot that takes no time at all.
 */
const conversations: ConversationsApi = createConversationsApi(
  createTransport({
    baseUrl: process.env["CARTAAI_API_BASE_URL"] ?? "",
    apiKey: () => process.env["CARTAAI_API_KEY"] ?? "",
    agentPrefix: DEFAULT_AGENT_PREFIX,
    timeout: 10_000,
  }),
);
const secret = process.env["WHATSAPP_APP_SECRET"] ?? "";
const [{ subDomain, localId }] = SAMPLE_BUSINESSES;
const scope = { subDomain, localId };

export async function handler(event: APIGatewayProxyEventV2): Promise<{ readonly statusCode: number }> {
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (!isSigned(body, event.headers["x-hub-signature-256"], [secret])) return { statusCode: 401 };
  for (const item of readWebhook(JSON.parse(body.toString("utf8")))) {
    if (item.kind === "message") await track(item.person.phone ?? "", item.content);
  }
  return { statusCode: 200 };
}

async function track(userId: string, content: string): Promise<void> {
  const { sessionId } = await findOrOpen(userId);
  await conversations.addMessage(sessionId, { role: "user", content }, scope, {});
  await conversations.syncState(sessionId, stateOf({}), scope, {});
  await conversations.syncState(sessionId, stateOf({ lastUserMessage: content }), scope, {});
  await conversations.addMessage(sessionId, { role: "bot", content: "It is in your cart." }, scope, {});
}

async function findOrOpen(userId: string): Promise<CartaAIConversation> {
  const found = await conversations.find(userId, scope, {});
  return found ?? (await conversations.open({ userId, ...scope }, {}));
}

function stateOf(context: Readonly<Record<string, unknown>>) {
  return { intent: "order", step: "cart", context, metadata: {}, isActive: true };
}
