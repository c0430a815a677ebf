/**
 * The settings that the deployed stack and the one-machine runtime share, so that what is tried here is what is
 * deployed. Plain data: no CDK, no SDK.
 */
export interface QueueSettings {
  readonly name: string;
  readonly deadLetterName: string;
  /** Seconds. At least six times the consumer's timeout, as AWS asks for event source mappings. */
  readonly visibilityTimeout: number;
  /** Seconds. */
  readonly retention: number;
  /** The safety net for a Lambda that cannot even start; ordinary failures are dead-lettered by the Lambda itself. */
  readonly maxReceiveCount: number;
  readonly consumer: ConsumerSettings;
}

export interface ConsumerSettings {
  /** Messages in one invocation. FIFO allows at most 10. */
  readonly batchSize: number;
  /** Seconds. */
  readonly timeout: number;
  /** Invocations of this queue's consumer at once. */
  readonly maxConcurrency: number;
  /** Whether the consumer names the messages that it did not settle, or a batch succeeds and fails as a whole. */
  readonly reportBatchItemFailures: boolean;
}

export interface TableSettings {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly timeToLive?: string;
}

const DAY = 24 * 60 * 60;

/** Seconds that dead letters are kept: the most that SQS allows. */
export const DEAD_LETTER_RETENTION = 14 * DAY;

export const SYNC_QUEUE: QueueSettings = {
  name: "sync.fifo",
  deadLetterName: "sync-dlq.fifo",
  visibilityTimeout: 360,
  retention: 14 * DAY,
  // A waiting event is received each time the head of its conversation is tried, so this has to leave room for
  // hours of patience; 1000 is the most that SQS allows.
  maxReceiveCount: 1000,
  consumer: { batchSize: 10, timeout: 60, maxConcurrency: 20, reportBatchItemFailures: true },
};

export const TURNS_QUEUE: QueueSettings = {
  name: "turns.fifo",
  deadLetterName: "turns-dlq.fifo",
  visibilityTimeout: 360,
  // Longer than any patience; what is older would answer nobody.
  retention: 4 * DAY,
  // A turn is received once more for the pause after typed text, and then each minute at the most often.
  maxReceiveCount: 1000,
  consumer: { batchSize: 10, timeout: 60, maxConcurrency: 50, reportBatchItemFailures: true },
};

export const SESSIONS_TABLE: TableSettings = {
  name: "sessions",
  partitionKey: "pk",
  timeToLive: "expiresAt",
};
export const IDENTITIES_TABLE: TableSettings = {
  name: "identities",
  partitionKey: "pk",
  timeToLive: "expiresAt",
};
/** The agent's: turns under way, and the marks of handled messages. */
export const TURNS_TABLE: TableSettings = { name: "turns", partitionKey: "pk", timeToLive: "expiresAt" };
/** The agent's memory: what LangGraph saves of each conversation at the end of a turn. */
export const CHECKPOINTS_TABLE: TableSettings = {
  name: "checkpoints",
  partitionKey: "pk",
  sortKey: "sk",
  timeToLive: "expiresAt",
};
export const BUSINESSES_TABLE: TableSettings = { name: "businesses", partitionKey: "phoneNumberId" };

/** Seconds: as long as Lambda allows, since thousands of dead letters may be sent back at a gentle rate. */
export const REPLAY = { timeout: 900 } as const;

export const WEBHOOK = { path: "/webhook", timeout: 29 } as const;

/**
 * The fields of the webhook object `whatsapp_business_account` that the Meta app has to be subscribed to: what customers
 * write and what became of messages, what staff write on their phones, and changed user ids.
 */
export const SUBSCRIBED_FIELDS = ["messages", "smb_message_echoes", "user_id_update"] as const;
