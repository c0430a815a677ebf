import type { SQSClient } from "@aws-sdk/client-sqs";
import type { ConversationRecords } from "../dead-letters/conversation-records.ts";
import type { QueueKind } from "../dead-letters/queue-kinds.ts";
import type { LogFields } from "../observability/telemetry.ts";

/** How far a replay has come. */
export interface Progress {
  /** Dead letters looked at. */
  readonly seen: number;
  /** Sent back to their queue. */
  readonly replayed: number;
  /** Deleted, because nothing is left to be done about them. */
  readonly removed: number;
  /** Sent back, and not settled yet. */
  readonly waiting: number;
}

/** What a replay works with. */
export interface ReplayDependencies {
  readonly sqs: SQSClient;
  readonly queue: { readonly kind: QueueKind; readonly url: string; readonly deadLettersUrl: string };
  readonly records: ConversationRecords;
  /** Told of each dead letter that is deleted without being sent back. Fields hold nothing personal. */
  readonly log: (message: string, fields: LogFields) => void;
  readonly onProgress: (progress: Progress) => void;
  /** Aborted to stop after what is under way. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Waits for so many milliseconds, or until the signal is aborted. */
  readonly pause: (milliseconds: number) => Promise<void>;
}
