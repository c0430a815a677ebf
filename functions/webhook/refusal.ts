/** A request that is not accepted. The answer tells the status alone: a stranger learns nothing from it. */
export class WebhookRefusedError extends Error {
  override readonly name = "WebhookRefusedError";
  readonly status: 400 | 401 | 403 | 413;
  /** Short and stable, for the log and the metric. */
  readonly reason: "not-json" | "not-a-webhook" | "wrong-signature" | "wrong-verify-token" | "too-large";

  constructor(
    status: WebhookRefusedError["status"],
    reason: WebhookRefusedError["reason"],
    options?: ErrorOptions,
  ) {
    super(`refused: ${reason}`, options);
    this.status = status;
    this.reason = reason;
  }
}
