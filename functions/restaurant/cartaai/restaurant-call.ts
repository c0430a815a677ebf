import { CartaAIError, CartaAIRetryableError } from "../../cartaai/errors.ts";
import type { Operation } from "../../cartaai/routes.ts";
import type { CallParameters, Transport } from "../../cartaai/transport.ts";
import { type RestaurantError, RestaurantRefusedError, RestaurantUnavailableError } from "../errors.ts";
import type { Branch, WorkContext } from "../restaurant.ts";

/** A call to CartaAI on a restaurant's behalf. @throws {RestaurantError} */
export type RestaurantCall = (
  operation: Operation,
  parameters: CallParameters,
  context: WorkContext,
) => Promise<unknown>;

/** CartaAI's errors become the restaurant's: whoever serves customers need not know where the menu is kept. */
export function restaurantCall(call: Transport): RestaurantCall {
  return async (operation, parameters, context) => {
    try {
      const { data } = await call(operation, parameters, context);
      return data;
    } catch (error) {
      throw error instanceof CartaAIError ? asRestaurantError(error) : error;
    }
  };
}

function asRestaurantError(cause: CartaAIError): RestaurantError {
  const { message, outcome } = cause;
  return cause instanceof CartaAIRetryableError
    ? new RestaurantUnavailableError(message, { outcome, cause, retryAfter: cause.retryAfter })
    : new RestaurantRefusedError(message, { outcome, cause });
}

/** The answer came, and what was asked for is not in it. */
export function unreadable(operation: Operation): RestaurantUnavailableError {
  return new RestaurantUnavailableError(`CartaAI ${operation}: the answer cannot be read`, {
    outcome: "unknown",
  });
}

/**
 * Most of CartaAI's restaurant routes name the branch in their path.
 *
 * @throws {RestaurantRefusedError} when the business has been registered without one
 */
export function inBranch({ subDomain, localId }: Branch): Required<Branch> {
  if (localId !== undefined) return { subDomain, localId };
  throw new RestaurantRefusedError(`the business of ${subDomain} has no localId`, { outcome: "refused" });
}
