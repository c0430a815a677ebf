import { GraphProblem } from "./graph-reader.ts";

/** What is wrong, and what to do about it. */
export interface Explained {
  readonly problem: string;
  readonly fix: string;
}

/**
 * Meta's error codes, as far as a read with a token meets them.
 * https://developers.facebook.com/docs/graph-api/guides/error-handling
 */
const CODES: Readonly<Record<number, Explained>> = {
  4: { problem: "too many calls", fix: "Wait a few minutes and try again." },
  10: {
    problem: "the token lacks a permission",
    fix: "Make a token with whatsapp_business_messaging and whatsapp_business_management.",
  },
  100: {
    problem: "the token cannot see that id",
    fix: "Is it the phone number's id, not the number? Has the token's system user been given this WhatsApp account?",
  },
  190: {
    problem: "Meta does not accept the token",
    fix: "Make a new token for the system user, without expiry, and store it with `npm run business -- token`.",
  },
  200: {
    problem: "the token lacks a permission",
    fix: "Make a token with whatsapp_business_messaging and whatsapp_business_management.",
  },
};

/** @throws what is not a {GraphProblem} */
export function explainGraphProblem(error: unknown): Explained {
  if (!(error instanceof GraphProblem)) throw error;
  const { status, code } = error;
  if (status === undefined) {
    return {
      problem: "the Graph API does not answer",
      fix: "Check WHATSAPP_GRAPH_BASE_URL and the network; https://metastatus.com shows outages.",
    };
  }
  if (status < 300) {
    return {
      problem: "what answers is not the Graph API",
      fix: "Check WHATSAPP_GRAPH_BASE_URL and WHATSAPP_GRAPH_VERSION.",
    };
  }
  const known = code === undefined ? undefined : CODES[code];
  const where = `HTTP ${status}${code === undefined ? "" : `, code ${code}`}`;
  if (known !== undefined) return { problem: `${known.problem} (${where})`, fix: known.fix };
  const fix = "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes";
  return { problem: `the Graph API refuses (${where})`, fix: `Look it up: ${fix}` };
}
