import { createHmac, timingSafeEqual } from "node:crypto";

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/**
 * Whether Meta's `X-Hub-Signature-256` header (`sha256=` and the hex HMAC-SHA256 of the body) was made with one of
 * the app secrets; two of them are in use while one is being rotated.
 *
 * @param rawBody the bytes as they arrived: Meta escapes non-ASCII as `\uXXXX`, so a re-serialised body differs
 */
export function isSigned(
  rawBody: Uint8Array,
  header: string | undefined,
  appSecrets: readonly string[],
): boolean {
  const hex = HEADER.exec(header ?? "")?.[1];
  if (hex === undefined) return false;
  const claimed = Buffer.from(hex, "hex");
  // An empty secret is one that nobody set: everybody could sign with it.
  const secrets = appSecrets.filter((secret) => secret !== "");
  // Every secret is tried, so that the time taken does not tell which one fits.
  const matches = secrets.map((secret) => timingSafeEqual(claimed, digestOf(rawBody, secret)));
  return matches.includes(true);
}

/** The header that Meta would send with this body. For tests and for tools that play Meta's part. */
export function sign(rawBody: Uint8Array, appSecret: string): string {
  return `sha256=${digestOf(rawBody, appSecret).toString("hex")}`;
}

function digestOf(rawBody: Uint8Array, appSecret: string): Buffer {
  return createHmac("sha256", appSecret).update(rawBody).digest();
}
