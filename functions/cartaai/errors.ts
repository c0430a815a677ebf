/** What an attempt did at CartaAI: "refused" for certain nothing, "unknown" perhaps everything. */
export type Outcome = "refused" | "unknown";

export interface CartaAIErrorDetails {
  /** The row of the routes table, "addMessage" for example. */
  readonly operation: string;
  readonly outcome: Outcome;
  readonly status?: number;
  /** Whether the answer came in CartaAI's envelope: what stands at a wrong address, or in between, has another shape. */
  readonly enveloped?: boolean;
  readonly cause?: unknown;
}

/** The family of everything that can go wrong in a call to CartaAI. Messages never quote CartaAI's answer. */
export abstract class CartaAIError extends Error {
  readonly operation: string;
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly enveloped: boolean;

  constructor(reason: string, { operation, outcome, status, enveloped = false, cause }: CartaAIErrorDetails) {
    super(`CartaAI ${operation}: ${reason}`, cause === undefined ? undefined : { cause });
    this.operation = operation;
    this.outcome = outcome;
    this.status = status;
    this.enveloped = enveloped;
  }
}

/** Worth trying again: network, timeout, 408, 425, 429, 5xx, an answer that is not CartaAI's (a proxy's HTML). */
export class CartaAIRetryableError extends CartaAIError {
  override readonly name: string = "CartaAIRetryableError";
  /** Seconds that CartaAI asked to be left alone for. */
  readonly retryAfter: number | undefined;

  constructor(reason: string, details: CartaAIErrorDetails & { readonly retryAfter?: number | undefined }) {
    super(reason, details);
    this.retryAfter = details.retryAfter;
  }
}

/** 401 or 403: waits like any other, but only a person can mend it. */
export class CartaAIUnauthorisedError extends CartaAIRetryableError {
  override readonly name = "CartaAIUnauthorisedError";
}

/** Not called at all: CartaAI has just failed repeatedly, and is left alone for a moment. */
export class CartaAICircuitOpenError extends CartaAIRetryableError {
  override readonly name = "CartaAICircuitOpenError";

  /** @param retryAfter seconds */
  constructor(operation: string, retryAfter: number) {
    super("left alone after repeated failures", { operation, outcome: "refused", retryAfter });
  }
}

/** Not called at all: the work that the call is part of ends before an answer could come. */
export class CartaAINoTimeLeftError extends CartaAIRetryableError {
  override readonly name = "CartaAINoTimeLeftError";

  constructor(operation: string) {
    super("no time left", { operation, outcome: "refused" });
  }
}

/** Not answered in a time that was shorter than a call has, because the work that it is part of ends. */
export class CartaAICutShortError extends CartaAIRetryableError {
  override readonly name = "CartaAICutShortError";

  constructor(operation: string, cause: unknown) {
    super("timed out", { operation, outcome: "unknown", cause });
  }
}

/** 400, 409, 413, 422 and other 4xx, or an error envelope: the same call would fail the same way. */
export class CartaAIPermanentError extends CartaAIError {
  override readonly name = "CartaAIPermanentError";
}

/** 404 on a conversation: it expired and its record has been removed. A new one has to be opened. */
export class CartaAISessionGoneError extends CartaAIError {
  override readonly name = "CartaAISessionGoneError";
}

/** The same failure as one that waits, where the error's own verdict does not fit the work that it interrupted. */
export function asRetryable(error: CartaAIError): CartaAIRetryableError {
  const { operation, outcome, status } = error;
  const details = { operation, outcome, cause: error, ...(status !== undefined && { status }) };
  return new CartaAIRetryableError("could not be completed", details);
}
