import { processPartialResponse, SqsFifoPartialProcessorAsync } from "@aws-lambda-powertools/batch";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { createConversationsApi } from "../../functions/cartaai/client.ts";
import { DEFAULT_AGENT_PREFIX } from "../../functions/cartaai/routes.ts";
import { createTransport } from "../../functions/cartaai/transport.ts";
import type { Conversation, MessageEvent } from "../../functions/sync-events/contract.ts";
import { parseSyncEvent } from "../../functions/sync-events/parse.ts";

/**
 * What a team would write with Powertools: its FIFO processor, and the same client of CartaAI in the handler of a
 * record. It is spared everything that our Lambda does besides: nothing is written down, nothing recognised, sessions are
 * kept in memory.
 */
const processor = new SqsFifoPartialProcessorAsync();
const sessions = new Map<string, string>();
const conversations = createConversationsApi(
  createTransport({
    baseUrl: process.env["CARTAAI_API_BASE_URL"] ?? "",
    apiKey: () => process.env["CARTAAI_API_KEY"] ?? "",
    agentPrefix: DEFAULT_AGENT_PREFIX,
    timeout: 10_000,
  }),
);

export const handler = (event: SQSEvent, context: Context) =>
  processPartialResponse(event, syncRecord, processor, { context });

async function syncRecord(record: SQSRecord): Promise<void> {
  const event = parseSyncEvent(record.body);
  if (event.type !== "message") throw new Error("only messages are compared");
  await conversations.addMessage(await sessionOf(event), event, scopeOf(event.conversation), {});
}

async function sessionOf({ conversation }: MessageEvent): Promise<string> {
  const known = sessions.get(conversation.key);
  if (known !== undefined) return known;
  const userId = conversation.phone ?? "";
  const { sessionId } = await conversations.open({ userId, ...scopeOf(conversation) }, {});
  sessions.set(conversation.key, sessionId);
  return sessionId;
}

function scopeOf({ subDomain, localId }: Conversation) {
  return { subDomain, ...(localId !== undefined && { localId }) };
}
