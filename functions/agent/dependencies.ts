import type { Agent } from "../agents/agent.ts";
import type { FindBusiness } from "../businesses/businesses-table.ts";
import type { MediaReader } from "../models/media-reader.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { DeadLetterQueue } from "../queues/dead-letters.ts";
import type { RecordVisibility } from "../queues/record-visibility.ts";
import type { OrderDesk } from "../restaurant/order-desk.ts";
import type { SyncEventPublisher } from "../sync-events/publisher.ts";
import type { WhatsAppClient } from "../whatsapp-client/client.ts";
import type { TurnStore } from "./turn-store.ts";

/** What the agent Lambda's use case works with. */
export interface AgentDependencies {
  readonly findBusiness: FindBusiness;
  readonly store: TurnStore;
  /** Undefined: nobody answers (`AGENT=none`), what was said is mirrored all the same. */
  readonly agent: Agent | undefined;
  readonly media: MediaReader;
  readonly orders: Pick<OrderDesk, "place">;
  readonly whatsapp: WhatsAppClient;
  /** Publishes nothing with `ENABLE_CONVERSATION_SYNC=false`. */
  readonly events: SyncEventPublisher;
  readonly deadLetters: DeadLetterQueue;
  readonly visibility: RecordVisibility;
  readonly telemetry: Telemetry;
  /** Milliseconds that typed text waits for more of it. */
  readonly pause: number;
  /** Milliseconds that the bot keeps out of a conversation that people talk in. */
  readonly silence: number;
  /** Milliseconds after which an answer helps nobody any more. */
  readonly patience: number;
  /** Seconds before the first repetition. */
  readonly retryBase: number;
  /** For the jitter: from 0 up to 1. */
  readonly random: () => number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}
