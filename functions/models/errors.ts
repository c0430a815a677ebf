export interface ModelErrorDetails {
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/** The family of what can go wrong in a call to a model. Messages quote neither what was asked nor what was answered. */
export abstract class ModelError extends Error {
  readonly status: number | undefined;

  constructor(reason: string, { status, cause }: ModelErrorDetails = {}) {
    super(`Model: ${reason}`, cause === undefined ? undefined : { cause });
    this.status = status;
  }
}

/** Network, timeout, 408, 409, 425, 429, 5xx: worth trying again. */
export class ModelUnavailableError extends ModelError {
  override readonly name = "ModelUnavailableError";
}

/** The key, the model's name or the request is refused: it takes a person to mend that, and nobody can wait for one. */
export class ModelRefusedError extends ModelError {
  override readonly name = "ModelRefusedError";
}
