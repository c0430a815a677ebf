import { createHmac } from "node:crypto";

/**
 * Proves to a bot that a turn comes from here, and when: the hex HMAC-SHA256 of `{timestamp}.{body}` with the shared
 * secret. The bot refuses what is old, so that a recorded turn cannot be played back to it.
 *
 * @param now epoch milliseconds
 */
export function signatureHeaders(body: string, secret: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const digest = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { "X-Bridge-Timestamp": timestamp, "X-Bridge-Signature": `sha256=${digest}` };
}
