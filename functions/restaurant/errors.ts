export interface RestaurantErrorDetails {
  /** "unknown": what was asked for may have happened nevertheless. Matters for orders alone. */
  readonly outcome: "refused" | "unknown";
  readonly cause?: unknown;
}

/** The family of what can go wrong between the bot and a restaurant. Messages never quote what a customer wrote. */
export abstract class RestaurantError extends Error {
  readonly outcome: "refused" | "unknown";

  constructor(reason: string, { outcome, cause }: RestaurantErrorDetails) {
    super(reason, cause === undefined ? undefined : { cause });
    this.outcome = outcome;
  }
}

/** Trying again may help: nobody answered, or not in a way that tells what happened. */
export class RestaurantUnavailableError extends RestaurantError {
  override readonly name = "RestaurantUnavailableError";
  /** Seconds to wait before it is worth it. */
  readonly retryAfter: number | undefined;

  constructor(
    reason: string,
    details: RestaurantErrorDetails & { readonly retryAfter?: number | undefined },
  ) {
    super(reason, details);
    this.retryAfter = details.retryAfter;
  }
}

/** The same call would fail the same way. */
export class RestaurantRefusedError extends RestaurantError {
  override readonly name = "RestaurantRefusedError";
}
