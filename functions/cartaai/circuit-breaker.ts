import {
  CartaAICircuitOpenError,
  CartaAICutShortError,
  CartaAINoTimeLeftError,
  CartaAIRetryableError,
  CartaAIUnauthorisedError,
} from "./errors.ts";
import type { Transport } from "./transport.ts";

export interface CircuitBreakerOptions {
  /** Failures in a row, whatever the conversation, after which CartaAI is left alone. */
  readonly failures?: number;
  /** Milliseconds that it is left alone for, before one call tries again. */
  readonly pause?: number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

const SECOND = 1_000;
const TOO_MANY_REQUESTS = 429;
/** Milliseconds. CartaAI may ask for more; then each conversation waits by itself. */
const LONGEST_PAUSE = 60 * SECOND;

/**
 * Stops calling a CartaAI that has just failed repeatedly: a whole batch that waits for a timeout each would burn the
 * invocation, and load a server that is trying to come back. After the pause one call is let through; if it succeeds,
 * everything is. The memory is this execution environment's alone.
 *
 * @returns a transport that throws {CartaAICircuitOpenError}, at once, while CartaAI is left alone
 */
export function withCircuitBreaker(
  call: Transport,
  { failures = 5, pause = 10 * SECOND, clock = Date.now }: CircuitBreakerOptions = {},
): Transport {
  let inARow = 0;
  let closedUntil = 0;
  let probing = false;

  return async (operation, parameters, context) => {
    const isOpen = inARow >= failures;
    if (isOpen && (probing || clock() < closedUntil)) {
      const retryAfter = Math.max(1, Math.ceil((closedUntil - clock()) / SECOND));
      throw new CartaAICircuitOpenError(operation, retryAfter);
    }
    probing = isOpen;
    try {
      const confirmation = await call(operation, parameters, context);
      inARow = 0;
      return confirmation;
    } catch (error) {
      if (isOutage(error)) {
        inARow += 1;
        const asked = (error.retryAfter ?? 0) * SECOND;
        closedUntil = clock() + Math.min(LONGEST_PAUSE, Math.max(pause, asked));
      } else if (!tellsNothing(error)) {
        inARow = 0;
      }
      throw error;
    } finally {
      if (isOpen) probing = false;
    }
  };
}

/** A call that was not made, or had less than its time, says of the invocation that it ends, and nothing of CartaAI. */
function tellsNothing(error: unknown): boolean {
  return error instanceof CartaAINoTimeLeftError || error instanceof CartaAICutShortError;
}

/**
 * A key that is refused, like any verdict on a call, shows that CartaAI is up. So does a 429: whoever leaves a server alone
 * that limits its rate does not use what it allows, and never catches up after an outage (docs/performance.md).
 */
function isOutage(error: unknown): error is CartaAIRetryableError {
  if (!(error instanceof CartaAIRetryableError) || error instanceof CartaAIUnauthorisedError) return false;
  return error.status !== TOO_MANY_REQUESTS && !tellsNothing(error);
}
