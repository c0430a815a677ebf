import { SYNC_EVENT_VERSION, type SyncEvent } from "../../functions/sync-events/contract.ts";
import { TURN_VERSION, type Turn } from "../../functions/turns/contract.ts";
import { sign } from "../../functions/whatsapp/signature.ts";
import { messagesWebhook, textMessage } from "../../local/runtime/webhook-body.ts";

/** What a Lambda is given again and again, and the services' answers beyond the usual ones. */
export interface Scenario {
  readonly environment: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, () => unknown>>;
  event(index: number): object;
  /** A call that only an event that was handled to its end makes. */
  readonly proof: string;
}

const APP_SECRET = "app-secret";
const PHONE_NUMBER_ID = "106540352242922";
const SESSION = "bot_51999999999_1700000000000_abc";
const answered = () => ({
  type: "1",
  message: "ok",
  data: { sessionId: SESSION, context: { previousMessages: [] } },
});
const business = () => ({
  Item: { phoneNumberId: { S: PHONE_NUMBER_ID }, name: { S: "La Brasa" }, subDomain: { S: "la-brasa" } },
});
const ANA = { subDomain: "la-brasa", key: "+51999999999", phone: "+51999999999" };
const AT = "2026-05-04T12:00:00.000Z";
const SAID = "Hola, ¿tienen ceviche para dos personas?";
const secret = (value: object) => () => ({ SecretString: JSON.stringify(value) });

/** One message of one customer; each a new one, so that nothing is skipped as known. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  webhook: {
    environment: { IDENTITIES_TABLE: "identities", BUSINESSES_TABLE: "businesses", WHATSAPP_SECRET_ID: "w" },
    answers: {
      GetSecretValue: secret({ appSecret: APP_SECRET, verifyToken: "verify-token" }),
      GetItem: business,
    },
    event: () => webhookEvent(),
    proof: "SendMessageBatch",
  },
  sync: {
    environment: { SESSIONS_TABLE: "sessions", CARTAAI_SECRET_ID: "c" },
    answers: {
      GetSecretValue: secret({ apiKey: "carta_srv_key" }),
      "POST /api/v1/conversations": answered,
      [`POST /api/v1/whatsapp/agent/conversations/${SESSION}/messages`]: answered,
    },
    event: (index) =>
      queued("sync.fifo", index, {
        version: SYNC_EVENT_VERSION,
        type: "message",
        id: `wamid.${index}`,
        conversation: ANA,
        occurredAt: AT,
        role: "user",
        content: SAID,
      } satisfies SyncEvent),
    proof: "BatchWriteItem",
  },
  agent: {
    environment: {
      TURNS_TABLE: "turns",
      CHECKPOINTS_TABLE: "checkpoints",
      BUSINESSES_TABLE: "businesses",
      CARTAAI_SECRET_ID: "c",
      // The sample restaurant's menu: what CartaAI answers is kept for 15 minutes anyway.
      USE_CARTAAI_API: "false",
      TURN_PAUSE_SECONDS: "0",
      WHATSAPP_TOKEN: "token",
    },
    answers: {
      GetItem: business,
      Query: () => ({ Items: [], Count: 0 }),
      GetSecretValue: secret({ apiKey: "carta_srv_key" }),
      [`POST /v25.0/${PHONE_NUMBER_ID}/messages`]: () => ({ messages: [{ id: "wamid.sent" }] }),
    },
    event: (index) =>
      queued("turns.fifo", index, {
        version: TURN_VERSION,
        id: `wamid.${index}`,
        conversation: ANA,
        phoneNumberId: PHONE_NUMBER_ID,
        occurredAt: AT,
        content: SAID,
        input: { kind: "text", text: SAID },
      } satisfies Turn),
    proof: "SendMessageBatch",
  },
};

function webhookEvent(): object {
  const body = JSON.stringify(
    messagesWebhook(PHONE_NUMBER_ID, {
      contacts: [{ profile: { name: "Ana" }, wa_id: "51999999999" }],
      messages: [textMessage("51999999999", SAID)],
    }),
  );
  return {
    headers: { "x-hub-signature-256": sign(Buffer.from(body), APP_SECRET) },
    requestContext: { requestId: "request", http: { method: "POST", path: "/webhook" } },
    body,
    isBase64Encoded: false,
  };
}

/** A message as Lambda hands it over. */
function queued(queue: string, index: number, body: SyncEvent | Turn): object {
  const now = String(Date.now());
  const record = {
    messageId: `message-${index}`,
    receiptHandle: "receipt",
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: now,
      ApproximateFirstReceiveTimestamp: now,
      SenderId: "sender",
      MessageGroupId: "group",
      SequenceNumber: String(index).padStart(20, "0"),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    awsRegion: "us-east-1",
  };
  return { Records: [record] };
}
