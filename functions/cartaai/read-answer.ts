import * as z from "zod/mini";
import { parseRetryAfter } from "../http/retry-after.ts";
import {
  type CartaAIErrorDetails,
  CartaAIPermanentError,
  CartaAIRetryableError,
  CartaAISessionGoneError,
  CartaAIUnauthorisedError,
} from "./errors.ts";
import { type Operation, ROUTES } from "./routes.ts";

/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Undefined when it is too large to be read: the status still tells what became of the call. */
  readonly body: string | undefined;
}

/** A success: what it holds, and whether CartaAI said outright that it was one. */
export interface Confirmation {
  readonly data: unknown;
  readonly confirmed: boolean;
}

/**
 * `{ type, message, data }`, or `{ success, message, data }` for product details. The type decides, not the HTTP
 * status alone: an error can come with a 200.
 */
const envelopeSchema = z.looseObject({
  type: z.optional(z.union([z.string(), z.number()])),
  success: z.optional(z.boolean()),
  data: z.optional(z.unknown()),
});

interface Facts {
  readonly operation: Operation;
  readonly status: number;
  readonly enveloped: boolean;
}

const UNAUTHORISED = new Set(["401", "403"]);
/** Statuses that certainly changed nothing: CartaAI (or its gateway) turned the call away before reading it. */
const REFUSED_FOR_NOW = new Set([425, 429]);

/**
 * Turns an answer into its data, or into an error whose type says what to do about it.
 *
 * @throws {CartaAIError} never quoting the answer: it holds what customers wrote
 */
export function readAnswer(operation: Operation, answer: Answer, now = Date.now()): Confirmation {
  const { status } = answer;
  const envelope = parseEnvelope(answer.body);
  const type = envelope?.type === undefined ? undefined : String(envelope.type);
  const facts: Facts = {
    operation,
    status,
    enveloped: type !== undefined || envelope?.success !== undefined,
  };
  if (status === 401 || status === 403 || (type !== undefined && UNAUTHORISED.has(type))) {
    throw new CartaAIUnauthorisedError(`not allowed (${status})`, { ...facts, outcome: "refused" });
  }
  if (status === 404) throw notFound(facts, envelope !== undefined);
  if (status === 408 || status >= 500 || REFUSED_FOR_NOW.has(status)) {
    throw new CartaAIRetryableError(`answered ${status}`, {
      ...facts,
      outcome: REFUSED_FOR_NOW.has(status) ? "refused" : "unknown",
      retryAfter: parseRetryAfter(answer.retryAfter, now),
    });
  }
  if (status >= 400) {
    throw new CartaAIPermanentError(`answered ${status}`, { ...facts, outcome: "refused" });
  }
  if (status >= 300 || envelope === undefined) {
    const reason = answer.body === undefined ? "the answer is too large" : "the answer is not CartaAI's";
    throw new CartaAIRetryableError(reason, { ...facts, outcome: "unknown" });
  }
  if (type === "3" || envelope.success === false) {
    // Unknown, not refused: CartaAI may say so after it has saved. The event is put aside, its attempt stays to be settled.
    throw new CartaAIPermanentError("answered an error", { ...facts, outcome: "unknown" });
  }
  return { data: envelope.data ?? null, confirmed: type === "1" || envelope.success === true };
}

function parseEnvelope(body: string | undefined): z.infer<typeof envelopeSchema> | undefined {
  if (body === undefined) return undefined;
  try {
    const parsed = envelopeSchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** A 404 that is no JSON object is not CartaAI's: an ingress without a server behind it answers like that. */
function notFound(facts: Facts, isJson: boolean) {
  const details: CartaAIErrorDetails = { ...facts, outcome: "refused" };
  if (!isJson && facts.operation !== "findConversation") {
    return new CartaAIRetryableError("the answer is not CartaAI's", { ...details, outcome: "unknown" });
  }
  return ROUTES[facts.operation].ofSession
    ? new CartaAISessionGoneError("the conversation is gone", details)
    : new CartaAIPermanentError("not found", details);
}
