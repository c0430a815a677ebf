import { sign } from "../../functions/whatsapp/signature.ts";
import { WEBHOOK } from "../../lib/resources.ts";
import { LOOPBACK } from "../../local/http/loopback.ts";
import { LOCAL_SECRETS } from "../../local/runtime/lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { messagesWebhook, textMessage } from "../../local/runtime/webhook-body.ts";

const [RESTAURANT] = SAMPLE_BUSINESSES;

export function webhookUrl(port: number): string {
  return `http://${LOOPBACK}:${port}${WEBHOOK.path}`;
}

/** A signed webhook with a message of each of these customers. */
export function webhookOf(customers: readonly number[], text = "quiero 2 lomo saltado") {
  const phones = customers.map((number) => `519${String(number).padStart(8, "0")}`);
  const body = JSON.stringify(
    messagesWebhook(RESTAURANT.phoneNumberId, {
      contacts: [...new Set(phones)].map((phone) => ({ profile: { name: "Ana" }, wa_id: phone })),
      messages: phones.map((phone) => textMessage(phone, text)),
    }),
  );
  const signature = sign(Buffer.from(body), LOCAL_SECRETS.WHATSAPP_APP_SECRET);
  return { body, headers: { "content-type": "application/json", "x-hub-signature-256": signature } };
}

/**
 * Posts a message of a customer's as Meta does.
 *
 * @returns milliseconds until the acknowledgement was read
 * @throws when it was not acknowledged
 */
export async function postText(url: string, customer: number): Promise<number> {
  const { body, headers } = webhookOf([customer]);
  const startedAt = performance.now();
  const response = await fetch(url, { method: "POST", headers, body });
  await response.arrayBuffer();
  const milliseconds = performance.now() - startedAt;
  if (response.status !== 200) throw new Error(`the webhook was answered with ${response.status}`);
  return milliseconds;
}
