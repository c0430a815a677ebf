/** Everything that can go wrong in the laboratory, by where it does. */
export const FAULT_KINDS = {
  cartaai: [
    /** Nobody listens at its address. */
    "cartaai-refused-connection",
    /** The connection breaks before anything is applied. */
    "cartaai-dropped",
    /** 400, 409, 413, 422: not applied, and never will be. */
    "cartaai-4xx",
    /** 401, 403: waits for a person. */
    "cartaai-unauthorised",
    "cartaai-5xx",
    "cartaai-429",
    "cartaai-error-envelope",
    "cartaai-html",
    "cartaai-truncated",
    "cartaai-hung",
    /** Applied after the caller has given up. */
    "cartaai-applied-late",
    /** A proxy answers in its stead, and does not stop it: applied seconds after the caller was told of a failure. */
    "cartaai-applied-behind-a-proxy",
    "cartaai-applied-then-hung",
    "cartaai-applied-then-5xx",
    "cartaai-applied-then-dropped",
    "cartaai-forgot-sessions",
  ],
  /** Calls that met an outage of hours, or a limit that somebody else uses up for so long. */
  outage: ["cartaai-gone-for-hours", "cartaai-busy-for-hours"],
  sqs: ["sqs-partial-send-failure", "sqs-refused", "sqs-applied-then-dropped"],
  mapping: [
    /** A batch that was handled and could not be deleted comes again. */
    "sqs-duplicate",
    /** The messages of a batch, handled or not, become dead letters as they are. */
    "sqs-moved",
  ],
  dynamodb: [
    "dynamodb-throttled",
    "dynamodb-partly-throttled",
    "dynamodb-failed-before",
    "dynamodb-failed-after",
  ],
  lambda: ["lambda-killed"],
  whatsapp: [
    /** No connection, a broken one, 5xx, a proxy's page: nothing is sent. */
    "whatsapp-unavailable",
    "whatsapp-429",
    "whatsapp-hung",
    /** Sent, perhaps late, and the sender does not hear of it. */
    "whatsapp-sent-then-lost",
    /** 190: waits for a person. */
    "whatsapp-token",
    /** This message is never taken. */
    "whatsapp-refused",
  ],
  bot: [
    /** No connection, or 5xx. */
    "bot-unavailable",
    "bot-hung",
    /** Refuses the turn, or answers what is no answer. */
    "bot-failed",
  ],
  meta: ["meta-duplicate", "meta-simultaneous-duplicate", "meta-reordered", "meta-batched"],
} as const;

export type FaultKind = (typeof FAULT_KINDS)[keyof typeof FAULT_KINDS][number];
/** Where faults strike by count: the n-th time that something passes there. */
export const BOUNDARIES = ["cartaai", "sqs", "mapping", "dynamodb", "lambda", "whatsapp", "bot"] as const;
export type Boundary = (typeof BOUNDARIES)[number];
/** What passes there only where a bot answers. */
export const BOT_BOUNDARIES: readonly Boundary[] = ["whatsapp", "bot"];

export const ALL_FAULT_KINDS: readonly FaultKind[] = Object.values(FAULT_KINDS).flat();
