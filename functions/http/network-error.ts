/** The request never reached the service: what fails while connecting has changed nothing. */
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

export interface NetworkFailure {
  /** "refused": for certain nothing happened there; "unknown": perhaps everything. */
  readonly outcome: "refused" | "unknown";
  /** Free of addresses and of what was sent. */
  readonly reason: string;
}

/** What a `fetch` that threw means for the work that it was part of. */
export function networkFailureOf(error: unknown): NetworkFailure {
  const code = networkCodeOf(error);
  return {
    outcome: NOT_SENT.has(code) ? "refused" : "unknown",
    reason: isTimeout(error) ? "timed out" : `unreachable (${code})`,
  };
}

/** Whether a call had the time that its signal gave it, and was not answered. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

/** Node's code of a failed fetch sits on its cause, or on the causes of several connection attempts. */
export function networkCodeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && typeof current.code === "string") return current.code;
    if (current instanceof AggregateError && current.errors.length > 0)
      return networkCodeOf(current.errors[0]);
  }
  return "unknown";
}
