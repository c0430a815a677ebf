import { randomInt } from "node:crypto";
import { sign } from "../../../functions/whatsapp/signature.ts";
import { type Finding, failed, ok } from "../finding.ts";
import type { Patient } from "../patient.ts";
import type { WhatsAppSecret } from "./secrets.ts";

const TIMEOUT = 10_000;

/** A webhook in which nothing happened: accepted, and without consequences. */
const EMPTY = JSON.stringify({ object: "whatsapp_business_account", entry: [] });

/** Does what Meta does: the handshake, a signed webhook, and what Meta never does, a wrongly signed one. */
export async function examineWebhook(
  { appSecret, verifyToken }: WhatsAppSecret,
  { settings: { WEBHOOK_URL: url } }: Patient,
): Promise<readonly Finding[]> {
  const challenge = String(randomInt(1e9));
  const query = { "hub.mode": "subscribe", "hub.verify_token": verifyToken, "hub.challenge": challenge };
  const handshake = await ask(`${url}?${new URLSearchParams(query)}`);
  if (handshake === undefined) {
    const fix =
      "Is the stack deployed, and WEBHOOK_URL its output WebhookUrl? With mutual TLS only Meta gets through.";
    return [failed("The webhook answers", `${url} does not`, fix)];
  }
  const signed = await post(url, sign(Buffer.from(EMPTY), appSecret));
  const forged = await post(url, sign(Buffer.from(EMPTY), `not ${appSecret}`));
  const sees = "Does it use the same secret? A changed one is in use after five minutes.";
  return [
    ok("The webhook answers", url),
    handshake.status === 200 && handshake.body === challenge
      ? ok("It answers Meta's handshake")
      : failed("It answers Meta's handshake", `HTTP ${handshake.status}`, sees),
    signed?.status === 200
      ? ok("It takes what is signed with the app secret")
      : failed("It takes what is signed with the app secret", `HTTP ${signed?.status ?? "none"}`, sees),
    forged?.status === 401
      ? ok("It refuses what is signed otherwise")
      : failed(
          "It refuses what is signed otherwise",
          `HTTP ${forged?.status ?? "none"}`,
          "Is WEBHOOK_URL this product's?",
        ),
  ];
}

function post(url: string, signature: string) {
  return ask(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Hub-Signature-256": signature },
    body: EMPTY,
  });
}

/** @returns undefined when nothing answered */
async function ask(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; body: string } | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}
