export interface MediaErrorDetails {
  readonly status?: number;
  readonly cause?: unknown;
}

/** The family of what can go wrong in getting a file that a customer sent. Messages hold no address and no id. */
export abstract class MediaError extends Error {
  readonly status: number | undefined;

  constructor(reason: string, { status, cause }: MediaErrorDetails = {}) {
    super(`Media: ${reason}`, cause === undefined ? undefined : { cause });
    this.status = status;
  }
}

/** Network, timeout, 5xx, a rate limit: the same file may be there on the next try. */
export class MediaUnavailableError extends MediaError {
  override readonly name = "MediaUnavailableError";
}

/** Gone, too large, of a type that is not read, or at an address that is not Meta's: another try ends the same way. */
export class MediaRefusedError extends MediaError {
  override readonly name: string = "MediaRefusedError";
}

/** The address has expired, as each does after 5 minutes. The file may well be there under a new one. */
export class MediaAddressExpiredError extends MediaRefusedError {
  override readonly name = "MediaAddressExpiredError";
}
