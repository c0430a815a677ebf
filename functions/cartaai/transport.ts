import { isTimeout, networkFailureOf } from "../http/network-error.ts";
import { readBoundedText } from "../http/read-bounded.ts";
import { CartaAICutShortError, CartaAINoTimeLeftError, CartaAIRetryableError } from "./errors.ts";
import { type Answer, type Confirmation, readAnswer } from "./read-answer.ts";
import { apiRoot, authHeader, type Operation, type PathParameters, pathOf, ROUTES } from "./routes.ts";

export interface TransportOptions {
  readonly baseUrl: string;
  /** Asked for at each call, so that a rotated key is picked up without a restart. */
  readonly apiKey: () => string | Promise<string>;
  readonly agentPrefix: string;
  /** Milliseconds for one call, connection and body included. */
  readonly timeout: number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  /** Default Node's own, which keeps connections alive between calls and invocations. */
  readonly fetch?: typeof fetch;
  /** Aborts after so many milliseconds; default real time. */
  readonly timeoutSignal?: (milliseconds: number) => AbortSignal;
  /** Told of each call that came to an end: milliseconds, and the error if it failed. */
  readonly onCall?: (operation: Operation, milliseconds: number, error: unknown) => void;
}

export interface CallParameters extends Omit<PathParameters, "agentPrefix"> {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: Readonly<Record<string, unknown>> | readonly unknown[];
}

/** What is known of the work that a call is part of. */
export interface CallContext {
  /** Epoch milliseconds by which the answer has to be there. */
  readonly deadline?: number;
  readonly correlationId?: string | undefined;
}

export type Transport = (
  operation: Operation,
  parameters: CallParameters,
  context: CallContext,
) => Promise<Confirmation>;

/** No time is left for a call that has a chance to be answered. */
const SHORTEST_USEFUL_TIMEOUT = 100;

/**
 * Bytes. A menu of a thousand products with descriptions and pictures has about 1 MB, twenty messages of WhatsApp's length
 * far less; as objects an answer needs about ten times its size, of the 512 MB that a Lambda has.
 */
const MAX_ANSWER = 4 * 1024 * 1024;

/**
 * Calls CartaAI. Every failure leaves as a `CartaAIError`.
 */
export function createTransport(options: TransportOptions): Transport {
  const root = apiRoot(options.baseUrl);
  const clock = options.clock ?? Date.now;
  return async (operation, parameters, context) => {
    const startedAt = performance.now();
    let failure: unknown;
    try {
      const answer = await exchange(root, operation, parameters, context, options);
      return readAnswer(operation, answer, clock());
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      options.onCall?.(operation, performance.now() - startedAt, failure);
    }
  };
}

async function exchange(
  root: string,
  operation: Operation,
  parameters: CallParameters,
  context: CallContext,
  options: TransportOptions,
): Promise<Answer> {
  const clock = options.clock ?? Date.now;
  const left = (context.deadline ?? Number.POSITIVE_INFINITY) - clock();
  const timeout = Math.floor(Math.min(options.timeout, left));
  if (timeout < SHORTEST_USEFUL_TIMEOUT) {
    throw new CartaAINoTimeLeftError(operation);
  }
  const { fetch: send = fetch, timeoutSignal = (ms: number) => AbortSignal.timeout(ms) } = options;
  const apiKey = await options.apiKey();
  try {
    const response = await send(urlOf(root, operation, parameters, options.agentPrefix), {
      method: ROUTES[operation].method,
      headers: headersOf(apiKey, parameters, context),
      body: parameters.body === undefined ? null : JSON.stringify(parameters.body),
      redirect: "manual",
      signal: timeoutSignal(timeout),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      body: await readBoundedText(response, MAX_ANSWER),
    };
  } catch (error) {
    throw isTimeout(error) && timeout < options.timeout
      ? new CartaAICutShortError(operation, error)
      : networkError(operation, error);
  }
}

function urlOf(root: string, operation: Operation, parameters: CallParameters, agentPrefix: string): URL {
  const { query = {}, body: _sent, ...inPath } = parameters;
  const url = new URL(root + pathOf(operation, { ...inPath, agentPrefix }));
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

function headersOf(apiKey: string, parameters: CallParameters, context: CallContext): Record<string, string> {
  return {
    Accept: "application/json",
    ...authHeader(apiKey),
    ...(parameters.body !== undefined && { "Content-Type": "application/json" }),
    ...(context.correlationId !== undefined && { "X-Correlation-Id": context.correlationId }),
  };
}

function networkError(operation: Operation, error: unknown): CartaAIRetryableError {
  const { outcome, reason } = networkFailureOf(error);
  return new CartaAIRetryableError(reason, { operation, outcome, cause: error });
}
