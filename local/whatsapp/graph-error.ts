import { randomBytes } from "node:crypto";
import { json, type Reply } from "../http/reply.ts";

interface KnownError {
  readonly title: string;
  readonly status: number;
}

/** Titles and statuses of the error codes that a sender meets (Meta: "Cloud API error codes"). */
const KNOWN_ERRORS: Readonly<Record<number, KnownError>> = {
  1: { title: "API Unknown", status: 500 },
  2: { title: "API Service", status: 503 },
  4: { title: "API Too Many Calls", status: 429 },
  10: { title: "Permission Denied", status: 403 },
  100: { title: "Invalid parameter", status: 400 },
  190: { title: "Access token has expired", status: 401 },
  368: { title: "Temporarily blocked for policies violations", status: 403 },
  80007: { title: "Rate limit issues", status: 429 },
  130429: { title: "Rate limit hit", status: 429 },
  131000: { title: "Something went wrong", status: 500 },
  131008: { title: "Required parameter is missing", status: 400 },
  131009: { title: "Parameter value is not valid", status: 400 },
  131026: { title: "Message undeliverable", status: 400 },
  131047: { title: "Re-engagement message", status: 400 },
  131048: { title: "Spam rate limit hit", status: 429 },
  131049: { title: "Meta chose not to deliver", status: 400 },
  131051: { title: "Unsupported message type", status: 400 },
  131056: { title: "(Business Account, Consumer Account) pair rate limit hit", status: 429 },
  131057: { title: "Account in maintenance mode", status: 500 },
};

export interface GraphErrorDetails {
  /** What exactly is wrong. */
  readonly details?: string | undefined;
  /** Only for errors of the Graph API itself; WhatsApp's own have none. */
  readonly subcode?: number | undefined;
  /** Default what Meta answers with this code. */
  readonly status?: number | undefined;
}

/** A call that the Graph API turns down. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly code: number;
  readonly details: GraphErrorDetails;

  constructor(code: number, details: GraphErrorDetails = {}) {
    super(`Graph API error ${code}`);
    this.code = code;
    this.details = details;
  }
}

/** An error as the Graph API puts it. */
export function graphErrorReply(code: number, { details, subcode, status }: GraphErrorDetails = {}): Reply {
  const known = KNOWN_ERRORS[code] ?? { title: "Unknown error", status: 400 };
  return json(status ?? known.status, {
    error: {
      message: `(#${code}) ${known.title}`,
      type: "OAuthException",
      code,
      ...(subcode !== undefined && { error_subcode: subcode }),
      error_data: { messaging_product: "whatsapp", details: details ?? known.title },
      fbtrace_id: randomBytes(8).toString("base64url"),
    },
  });
}
