import { sign } from "../../functions/whatsapp/signature.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { type System, startSystem } from "../../local/runtime/system.ts";
import { messagesWebhook, newMessage, textMessage } from "../../local/runtime/webhook-body.ts";
import { emittedMetrics } from "../../test/lib/metric-notation.ts";
import { captureLogs } from "../../test/support/capture-logs.ts";
import { countRequests } from "./count-requests.ts";

/** What one turn costs in requests, on average. */
export interface MeasuredTurns {
  /** By the names that `countRequests` gives them, and a few that are not the SDK's. */
  readonly perTurn: Readonly<Record<string, number>>;
  /** How many metrics CloudWatch would bill, each combination of dimensions being one. */
  readonly metrics: number;
}

/** What is said in turn. Each is answered, and changes where the conversation stands. */
const SAID = ["Hola", "Ver la carta"] as const;
/** More than is remembered of a conversation anywhere, so that what is counted goes on like this for ever. */
const WARM_UP = 45;
const STATUSES = ["sent", "delivered", "read"] as const;

const [BUSINESS] = SAMPLE_BUSINESSES;
const CUSTOMER = "51999999999";

/**
 * Plays turns of one customer through the whole system, with the bot of this project and no models: each message is
 * answered, mirrored and reported as sent, delivered and read before the next. At this pace nothing shares a batch, which
 * is the dearest that a turn can be.
 */
export async function measureTurns(turns: number): Promise<MeasuredTurns> {
  const counter = countRequests();
  const logs = captureLogs();
  const system = await startSystem({ environment: { AGENT: "builtin" } });
  try {
    await say(system, Array<string>(WARM_UP).fill("Hola"));
    counter.reset();
    const before = {
      logs: logs.text().length,
      cartaai: callsOf(system.cartaai),
      whatsapp: callsOf(system.whatsapp),
    };
    let statuses = 0;
    for (let turn = 0; turn < turns; turn++) {
      const sent = system.whatsapp?.sent().length ?? 0;
      await say(system, [SAID[turn % SAID.length] ?? ""]);
      for (const { id } of system.whatsapp?.sent().slice(sent) ?? []) {
        for (const status of STATUSES) await post(system, statusWebhook(id, status));
        statuses += STATUSES.length;
      }
    }
    const counted = {
      ...Object.fromEntries(counter.counts),
      "message webhooks": turns,
      "status webhooks": statuses,
      "CartaAI calls": callsOf(system.cartaai) - before.cartaai,
      "WhatsApp calls": callsOf(system.whatsapp) - before.whatsapp,
      "log bytes": logs.text().length - before.logs,
    };
    const perTurn = Object.entries(counted).map(([name, count]) => [name, count / turns]);
    const lines = logs.entries().map((entry) => JSON.stringify(entry));
    return { perTurn: Object.fromEntries(perTurn), metrics: new Set(emittedMetrics(lines)).size };
  } finally {
    logs.release();
    counter.stop();
    await system.stop();
  }
}

async function say(system: System, texts: readonly string[]): Promise<void> {
  const messages = texts.map((text) => textMessage(CUSTOMER, text));
  const contacts = [{ profile: { name: "Ana" }, wa_id: CUSTOMER }];
  await post(system, messagesWebhook(BUSINESS.phoneNumberId, { contacts, messages }));
  await system.waitUntilIdle();
}

function statusWebhook(id: string, status: string) {
  const { timestamp } = newMessage();
  return messagesWebhook(BUSINESS.phoneNumberId, {
    statuses: [{ id, status, timestamp, recipient_id: CUSTOMER }],
  });
}

async function post(system: System, body: unknown): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(body));
  const signature = sign(bytes, system.environment.WHATSAPP_APP_SECRET);
  const { status } = await fetch(system.addresses.webhook, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": signature },
    body: bytes,
  });
  if (status !== 200) throw new Error(`the webhook answered ${status}`);
}

function callsOf(standIn: { calls(): readonly unknown[] } | undefined): number {
  return standIn?.calls().length ?? 0;
}
