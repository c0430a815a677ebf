import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsClientConfig } from "../aws/client-config.ts";
import { createBusinessDirectory } from "../businesses/business-directory.ts";
import { createBusinessesTable } from "../businesses/businesses-table.ts";
import { businessOf } from "../businesses/environment.ts";
import { connectOutside, type Outside } from "../configuration/outside.ts";
import { createDeadLetterQueue } from "../queues/dead-letters.ts";
import { createRecordVisibility } from "../queues/record-visibility.ts";
import { createSyncEventPublisher } from "../sync-events/publisher.ts";
import { readConfig } from "./config.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { createServices } from "./services.ts";
import { createTurnStore } from "./turn-store.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Builds the agent Lambda's object graph, once for each execution environment. */
export function createContainer(
  environment: Readonly<Record<string, string | undefined>>,
  clock: () => number = Date.now,
  outside: Outside = connectOutside(environment),
): AgentDependencies {
  const config = readConfig(environment);
  const { sqs, dynamodb } = outside;
  const secretsManager = new SecretsManagerClient(awsClientConfig(environment, "SECRETS_MANAGER"));
  const telemetry = outside.telemetry("agent");
  return {
    ...createServices({ config, outside, secretsManager, telemetry, clock }),
    findBusiness: createBusinessDirectory(createBusinessesTable(dynamodb, config.BUSINESSES_TABLE), {
      fallback: businessOf(config),
      clock,
    }),
    store: createTurnStore(dynamodb, config.TURNS_TABLE, clock, outside.pause),
    events: config.ENABLE_CONVERSATION_SYNC
      ? createSyncEventPublisher(sqs, config.SYNC_QUEUE_URL)
      : { publish: async () => undefined },
    deadLetters: createDeadLetterQueue(sqs, config.TURNS_DLQ_URL),
    visibility: createRecordVisibility(sqs, config.TURNS_QUEUE_URL),
    telemetry,
    pause: config.TURN_PAUSE_SECONDS * SECOND,
    silence: config.STAFF_SILENCE_MINUTES * MINUTE,
    patience: config.TURN_PATIENCE_MINUTES * MINUTE,
    retryBase: config.TURN_RETRY_BASE_SECONDS,
    random: Math.random,
    clock,
  };
}
