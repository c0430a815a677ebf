/** What an attempt did at WhatsApp: "refused" for certain nothing, "unknown" perhaps everything. */
export type Outcome = "refused" | "unknown";

export interface WhatsAppErrorDetails {
  /** What was tried: "sendMessage" for example. */
  readonly operation: string;
  readonly outcome: Outcome;
  readonly status?: number;
  /** Meta's error code (Meta: "Cloud API error codes"). */
  readonly code?: number | undefined;
  readonly cause?: unknown;
}

/** The family of everything that can go wrong in a call to the Graph API. Messages never quote Meta's answer. */
export abstract class WhatsAppError extends Error {
  readonly operation: string;
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly graphCode: number | undefined;

  constructor(reason: string, { operation, outcome, status, code, cause }: WhatsAppErrorDetails) {
    super(`WhatsApp ${operation}: ${reason}`, cause === undefined ? undefined : { cause });
    this.operation = operation;
    this.outcome = outcome;
    this.status = status;
    this.graphCode = code;
  }
}

/** Worth trying again: network, timeout, 5xx, a rate limit, an answer that is not Meta's (a proxy's HTML). */
export class WhatsAppRetryableError extends WhatsAppError {
  override readonly name = "WhatsAppRetryableError";
  /** Seconds that Meta asked to be left alone for. */
  readonly retryAfter: number | undefined;

  constructor(reason: string, details: WhatsAppErrorDetails & { readonly retryAfter?: number | undefined }) {
    super(reason, details);
    this.retryAfter = details.retryAfter;
  }
}

/** The same call would fail the same way. */
export class WhatsAppPermanentError extends WhatsAppError {
  override readonly name: string = "WhatsAppPermanentError";
}

/** 131047: the person wrote more than 24 hours ago. Only a template reaches them now. */
export class WhatsAppWindowClosedError extends WhatsAppPermanentError {
  override readonly name = "WhatsAppWindowClosedError";
}

/** 190, or there is no token at all: this business's access token has to be replaced by a person. */
export class WhatsAppTokenError extends WhatsAppPermanentError {
  override readonly name = "WhatsAppTokenError";
}
