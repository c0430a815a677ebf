import { timingSafeEqual } from "node:crypto";
import { WebhookRefusedError } from "./refusal.ts";

/**
 * Meta's handshake when a webhook is set up: `hub.mode=subscribe`, our verify token, and a challenge to send back bare
 * (whatsapp-cloud-api, "The webhook").
 *
 * @throws {WebhookRefusedError} 403
 */
export function verifySubscription(
  query: Readonly<Record<string, string | undefined>>,
  verifyToken: string,
): string {
  const challenge = query["hub.challenge"];
  const accepted = query["hub.mode"] === "subscribe" && isSame(query["hub.verify_token"] ?? "", verifyToken);
  if (!accepted || challenge === undefined) throw new WebhookRefusedError(403, "wrong-verify-token");
  return challenge;
}

/** In constant time for tokens of equal length. */
function isSame(given: string, expected: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(expected);
  return expected !== "" && one.length === other.length && timingSafeEqual(one, other);
}
