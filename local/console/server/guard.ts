import type { IncomingMessage } from "node:http";
import { isLoopback } from "../../http/loopback.ts";

/**
 * Why a request is refused; undefined for one that may pass. The console shows customers' messages and can delete them,
 * so no page of another origin may reach it: not by a request of its own (Origin, Sec-Fetch-Site), and not by a name that
 * it has let point to this machine (Host: DNS rebinding).
 */
export function refusal({ headers }: Pick<IncomingMessage, "headers">): string | undefined {
  const { host = "", origin } = headers;
  if (!isLoopback(`http://${host}`)) return "the console is for this machine: ask for localhost";
  if (origin !== undefined && origin !== `http://${host}`) return "the console answers no other origin";
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none" && !isNavigation(headers)) {
    return "the console answers no other site";
  }
  return undefined;
}

/** A link that was followed from elsewhere shows the page; it cannot read it. */
function isNavigation(headers: IncomingMessage["headers"]): boolean {
  return headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
}

/** On every answer: nothing is loaded from elsewhere, nobody frames the page, nothing is kept. */
export const SECURITY_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
} as const;
