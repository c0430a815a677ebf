import type { Business } from "../businesses/business.ts";
import { networkFailureOf } from "../http/network-error.ts";
import { readBoundedText } from "../http/read-bounded.ts";
import { WhatsAppRetryableError } from "./errors.ts";
import { type Answer, readAnswer } from "./read-answer.ts";

/** The business that a call is made for: its number, and where its token is. */
export type Sender = Pick<Business, "phoneNumberId" | "tokenSecretId">;

export interface GraphOptions {
  /** https://graph.facebook.com, with or without a slash at its end. */
  readonly baseUrl: string;
  /** Of the Graph API: "v25.0". */
  readonly version: string;
  /**
   * That business's access token. Asked for at each call, so that a rotated one is picked up without a restart.
   *
   * @throws {WhatsAppError} when there is none
   */
  readonly token: (sender: Sender) => Promise<string>;
  /** Milliseconds for one call, connection and body included. */
  readonly timeout: number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  /** Default Node's own, which keeps connections alive between calls and invocations. */
  readonly fetch?: typeof fetch;
  /** Aborts after so many milliseconds; default real time. */
  readonly timeoutSignal?: (milliseconds: number) => AbortSignal;
  /** Told of each call that came to an end: milliseconds, and the error if it failed. */
  readonly onCall?: (operation: GraphOperation, milliseconds: number, error: unknown) => void;
}

export type GraphOperation = "sendMessage" | "markRead" | "readMedia";

export interface GraphRequest {
  readonly operation: GraphOperation;
  /** Below the version. */
  readonly path: string;
  /** Sent as JSON by POST; without one it is a GET. */
  readonly body?: object;
}

/** What is known of the work that a call is part of. */
export interface CallContext {
  /** Epoch milliseconds by which the answer has to be there. */
  readonly deadline?: number;
}

/** A call to the Graph API. Gives the answer's JSON. @throws {WhatsAppError} */
export type Graph = (sender: Sender, request: GraphRequest, context: CallContext) => Promise<unknown>;

/** No time is left for a call that has a chance to be answered. */
const SHORTEST_USEFUL_TIMEOUT = 100;

/** Bytes. Meta's answers, errors among them, have a few hundred; this is room for whatever it may add to them. */
const MAX_ANSWER = 256 * 1024;

/** Calls the Graph API. */
export function createGraph(options: GraphOptions): Graph {
  const clock = options.clock ?? Date.now;
  return async (sender, request, context) => {
    const startedAt = performance.now();
    let failure: unknown;
    try {
      const answer = await exchange(sender, request, context, options);
      return readAnswer(request.operation, answer, clock());
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      options.onCall?.(request.operation, performance.now() - startedAt, failure);
    }
  };
}

async function exchange(
  sender: Sender,
  { operation, path, body }: GraphRequest,
  context: CallContext,
  options: GraphOptions,
): Promise<Answer> {
  const token = await options.token(sender);
  const left = (context.deadline ?? Number.POSITIVE_INFINITY) - (options.clock ?? Date.now)();
  const timeout = Math.floor(Math.min(options.timeout, left));
  if (timeout < SHORTEST_USEFUL_TIMEOUT) {
    throw new WhatsAppRetryableError("no time left", { operation, outcome: "refused" });
  }
  const { fetch: send = fetch, timeoutSignal = (ms: number) => AbortSignal.timeout(ms) } = options;
  try {
    const response = await send(`${options.baseUrl.replace(/\/+$/, "")}/${options.version}/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        Accept: "application/json",
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: "manual",
      signal: timeoutSignal(timeout),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      body: await readBoundedText(response, MAX_ANSWER),
    };
  } catch (error) {
    const { outcome, reason } = networkFailureOf(error);
    throw new WhatsAppRetryableError(reason, { operation, outcome, cause: error });
  }
}
