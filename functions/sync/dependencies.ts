import type { ConversationsApi } from "../cartaai/client.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { DeadLetterQueue } from "../queues/dead-letters.ts";
import type { RecordVisibility } from "../queues/record-visibility.ts";
import type { SessionsTable } from "../sessions/sessions-table.ts";

/** What the sync Lambda's use case works with. */
export interface SyncDependencies {
  readonly conversations: ConversationsApi;
  readonly sessions: SessionsTable;
  readonly deadLetters: DeadLetterQueue;
  readonly visibility: RecordVisibility;
  readonly telemetry: Telemetry;
  /** Milliseconds that an event may be tried for. */
  readonly patience: number;
  /** Seconds before the first repetition. */
  readonly retryBase: number;
  /** Milliseconds after which an attempt that was never answered cannot be under way any more. */
  readonly settleAfter: number;
  /** For the jitter: from 0 up to 1. */
  readonly random: () => number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}
