import { randomBytes } from "node:crypto";
import { sign } from "../../functions/whatsapp/signature.ts";
import type { SentItem } from "./as-sent.ts";
import type { Delivery } from "./scenario.ts";
import { webhookBody } from "./webhook-body.ts";

export interface Webhook {
  readonly url: string;
  readonly appSecret: string;
}

/** Plays Meta: posts the items as often as the delivery says. @returns the HTTP status of each answer */
export async function deliver(
  items: readonly SentItem[],
  { repeated, forged }: Delivery,
  { url, appSecret }: Webhook,
): Promise<readonly number[]> {
  const body = webhookBody(items, Date.now());
  const signature = sign(body, forged ? randomBytes(16).toString("hex") : appSecret);
  const send = () => post(url, body, signature);
  if (repeated === "at-once") return await Promise.all([send(), send()]);
  const first = await send();
  return repeated === "afterwards" ? [first, await send()] : [first];
}

async function post(url: string, body: Buffer, signature: string): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": signature },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}
