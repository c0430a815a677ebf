import * as z from "zod/mini";
import { parseRetryAfter } from "../http/retry-after.ts";
import {
  type Outcome,
  type WhatsAppError,
  WhatsAppPermanentError,
  WhatsAppRetryableError,
  WhatsAppTokenError,
  WhatsAppWindowClosedError,
} from "./errors.ts";

/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Undefined when it is too large to be read, and so certainly not Meta's. */
  readonly body: string | undefined;
}

const errorSchema = z.object({ error: z.object({ code: z.int() }) });

/** These go away by themselves; nothing was sent. */
const BUSY: ReadonlyMap<number, string> = new Map([
  [4, "too many calls of the app"],
  [80007, "too many calls of the account"],
  [130429, "too many messages of the number"],
  [131056, "too many messages to this person"],
  [131057, "the account is in maintenance"],
]);

/** The same message would be refused again, whatever the HTTP status says: 131048 comes with a 429. */
const FINAL: ReadonlyMap<number, string> = new Map([
  [368, "the account is blocked for now"],
  [131026, "undeliverable"],
  [131048, "the number is limited for spam"],
  [131049, "Meta chose not to deliver it"],
]);

/**
 * What the Graph API answered, as JSON. The code decides and never the title; the status only where there is no code
 * that is known.
 *
 * @param now epoch milliseconds
 * @throws {WhatsAppError}
 */
export function readAnswer(operation: string, answer: Answer, now: number): unknown {
  const json = parseJson(answer.body);
  const { status } = answer;
  if (status >= 200 && status < 300 && json !== undefined) return json;
  const parsed = z.safeParse(errorSchema, json);
  if (parsed.success) throw errorOf(operation, parsed.data.error.code, answer, now);
  const reason = answer.body === undefined ? "the answer is too large" : "the answer is not Meta's";
  throw retryable(reason, operation, answer, now, { outcome: "unknown" });
}

function errorOf(operation: string, code: number, answer: Answer, now: number): WhatsAppError {
  const { status } = answer;
  const refused = { operation, status, code, outcome: "refused" } as const;
  if (code === 131047) return new WhatsAppWindowClosedError("the 24 hours are over", refused);
  if (code === 190) return new WhatsAppTokenError("the access token is not valid", refused);
  const final = FINAL.get(code);
  if (final !== undefined) return new WhatsAppPermanentError(`${final} (${code})`, refused);
  const busy = BUSY.get(code);
  if (busy !== undefined) return retryable(`${busy} (${code})`, operation, answer, now, refused);
  if (code === 2 || status >= 500) {
    return retryable(`answered ${status} (${code})`, operation, answer, now, { code, outcome: "unknown" });
  }
  if (status === 429) return retryable(`answered 429 (${code})`, operation, answer, now, refused);
  return new WhatsAppPermanentError(`answered ${status} (${code})`, refused);
}

function retryable(
  reason: string,
  operation: string,
  { status, retryAfter }: Answer,
  now: number,
  details: { readonly code?: number; readonly outcome: Outcome },
): WhatsAppRetryableError {
  return new WhatsAppRetryableError(reason, {
    ...details,
    operation,
    status,
    retryAfter: parseRetryAfter(retryAfter, now),
  });
}

function parseJson(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
