import { networkFailureOf } from "../http/network-error.ts";
import type { Agent, TurnRequest } from "./agent.ts";
import { AgentError, AgentUnavailableError } from "./errors.ts";
import { readAnswer } from "./http-answer.ts";
import { signatureHeaders } from "./signature.ts";

export interface HttpAgentOptions {
  /** Where turns are POSTed to. */
  readonly url: string;
  /** Shared with the bot; asked for at each call, so that a rotated one is picked up without a restart. */
  readonly secret: () => Promise<string>;
  /** Milliseconds for one call, connection and body included. */
  readonly timeout: number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  /** Default Node's own, which keeps connections alive between calls and invocations. */
  readonly fetch?: typeof fetch;
  /** Aborts after so many milliseconds; default real time. */
  readonly timeoutSignal?: (milliseconds: number) => AbortSignal;
}

/** Of the request's shape. A change that a bot would not understand needs a new one. */
const REQUEST_VERSION = 1;
/** No time is left for a call that has a chance to be answered. */
const SHORTEST_USEFUL_TIMEOUT = 100;

/**
 * A bot that is reached over HTTP: each turn is POSTed to it, signed, and it answers with replies, state and order
 * (docs/agent-http.md). What fails is not repeated here: the queue does that.
 */
export function createHttpAgent(options: HttpAgentOptions): Agent {
  const { url, secret, clock = Date.now } = options;
  const { fetch: send = fetch, timeoutSignal = (ms: number) => AbortSignal.timeout(ms) } = options;
  return {
    async answer(request) {
      const now = clock();
      const timeout = Math.floor(Math.min(options.timeout, request.deadline - now));
      if (timeout < SHORTEST_USEFUL_TIMEOUT) throw new AgentUnavailableError("no time left");
      const body = toBody(request);
      const signature = signatureHeaders(body, await secretOf(secret), now);
      try {
        const response = await send(url, {
          method: "POST",
          headers: { ...headersOf(request), ...signature },
          body,
          redirect: "manual",
          signal: timeoutSignal(timeout),
        });
        return await readAnswer(response);
      } catch (error) {
        throw asAgentError(error);
      }
    },
  };
}

function headersOf({ id, orderOutcome, correlationId }: TurnRequest): Record<string, string> {
  return {
    Accept: "application/json",
    "Content-Type": "application/json",
    // A header takes no characters beyond Latin-1; ids of Meta's have none, but nobody promises that.
    "Idempotency-Key": encodeURIComponent(orderOutcome === undefined ? id : `${id}:order`),
    ...(correlationId !== undefined && { "X-Correlation-Id": encodeURIComponent(correlationId) }),
  };
}

/** Without what is of no use there: the name of the secret that holds the business's token, and earlier keys. */
function toBody({ business, conversation, deadline, ...request }: TurnRequest): string {
  const { tokenSecretId: _, ...shownBusiness } = business;
  const { formerKeys: __, ...shownConversation } = conversation;
  return JSON.stringify({
    version: REQUEST_VERSION,
    ...request,
    conversation: shownConversation,
    business: shownBusiness,
    deadline: new Date(deadline).toISOString(),
  });
}

async function secretOf(secret: HttpAgentOptions["secret"]): Promise<string> {
  try {
    return await secret();
  } catch (cause) {
    throw new AgentUnavailableError("the shared secret cannot be read", { cause });
  }
}

function asAgentError(cause: unknown): AgentError {
  if (cause instanceof AgentError) return cause;
  return new AgentUnavailableError(networkFailureOf(cause).reason, { cause });
}
