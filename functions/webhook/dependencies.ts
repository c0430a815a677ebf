import type { FindBusiness } from "../businesses/businesses-table.ts";
import type { IdentityStore } from "../identities/identities-table.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { WhatsAppSecrets } from "../secrets/whatsapp-secrets.ts";
import type { SyncEventPublisher } from "../sync-events/publisher.ts";
import type { TurnPublisher } from "../turns/publisher.ts";

/** What the webhook Lambda's use cases work with. */
export interface WebhookDependencies {
  readonly secrets: () => Promise<WhatsAppSecrets>;
  readonly findBusiness: FindBusiness;
  readonly identities: IdentityStore;
  readonly publisher: SyncEventPublisher;
  /** Undefined when nobody answers: nothing waits for the agent then, voice notes and images neither. */
  readonly turns: TurnPublisher | undefined;
  readonly telemetry: Telemetry;
  /** `ENABLE_CONVERSATION_SYNC`: without it nothing is published for CartaAI. */
  readonly syncEnabled: boolean;
}
