import type { SQSClient } from "@aws-sdk/client-sqs";
import { createBusinessDirectory } from "../businesses/business-directory.ts";
import { createBusinessesTable } from "../businesses/businesses-table.ts";
import { businessOf } from "../businesses/environment.ts";
import { connectOutside, type Outside } from "../configuration/outside.ts";
import { createIdentitiesTable } from "../identities/identities-table.ts";
import { whatsappSecrets } from "../secrets/whatsapp-secrets.ts";
import { createSyncEventPublisher } from "../sync-events/publisher.ts";
import { createTurnPublisher, type TurnPublisher } from "../turns/publisher.ts";
import { readConfig, type WebhookConfig } from "./config.ts";
import type { WebhookDependencies } from "./dependencies.ts";

/** Builds the webhook Lambda's object graph, once for each execution environment. */
export function createContainer(
  environment: Readonly<Record<string, string | undefined>>,
  clock: () => number = Date.now,
  outside: Outside = connectOutside(environment),
): WebhookDependencies {
  const config = readConfig(environment);
  const { sqs, dynamodb, pause } = outside;
  return {
    secrets: whatsappSecrets(config),
    findBusiness: createBusinessDirectory(createBusinessesTable(dynamodb, config.BUSINESSES_TABLE), {
      fallback: businessOf(config),
      clock,
    }),
    identities: createIdentitiesTable(dynamodb, config.IDENTITIES_TABLE, clock, pause),
    publisher: createSyncEventPublisher(sqs, config.SYNC_QUEUE_URL),
    turns: turnPublisherOf(config, sqs),
    telemetry: outside.telemetry("webhook"),
    syncEnabled: config.ENABLE_CONVERSATION_SYNC,
  };
}

function turnPublisherOf(
  { AGENT, TURNS_QUEUE_URL }: WebhookConfig,
  sqs: SQSClient,
): TurnPublisher | undefined {
  if (AGENT === "none" || TURNS_QUEUE_URL === undefined) return undefined;
  return createTurnPublisher(sqs, TURNS_QUEUE_URL);
}
