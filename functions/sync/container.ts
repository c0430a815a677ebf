import { withCircuitBreaker } from "../cartaai/circuit-breaker.ts";
import { createConversationsApi } from "../cartaai/client.ts";
import { createTransport } from "../cartaai/transport.ts";
import { connectOutside, type Outside } from "../configuration/outside.ts";
import { observeCalls } from "../observability/cartaai-calls.ts";
import { createDeadLetterQueue } from "../queues/dead-letters.ts";
import { createRecordVisibility } from "../queues/record-visibility.ts";
import { cartaaiKey } from "../secrets/cartaai-key.ts";
import { createSessionsTable } from "../sessions/sessions-table.ts";
import { readConfig } from "./config.ts";
import type { SyncDependencies } from "./dependencies.ts";

const HOUR = 60 * 60 * 1000;

/** Builds the sync Lambda's object graph, once for each execution environment. */
export function createContainer(
  environment: Readonly<Record<string, string | undefined>>,
  clock: () => number = Date.now,
  outside: Outside = connectOutside(environment),
): SyncDependencies {
  const config = readConfig(environment);
  const { sqs, dynamodb, fetch, timeoutSignal, pause } = outside;
  const telemetry = outside.telemetry("sync");
  const transport = createTransport({
    baseUrl: config.CARTAAI_API_BASE_URL,
    apiKey: cartaaiKey(config),
    agentPrefix: config.CARTAAI_AGENT_PREFIX,
    timeout: config.CONVERSATION_API_TIMEOUT * 1000,
    ...{ clock, fetch, timeoutSignal },
    onCall: observeCalls(telemetry),
  });
  return {
    conversations: createConversationsApi(withCircuitBreaker(transport, { clock })),
    sessions: createSessionsTable(dynamodb, config.SESSIONS_TABLE, clock, pause),
    deadLetters: createDeadLetterQueue(sqs, config.SYNC_DLQ_URL),
    visibility: createRecordVisibility(sqs, config.SYNC_QUEUE_URL),
    telemetry,
    patience: config.SYNC_PATIENCE_HOURS * HOUR,
    retryBase: config.SYNC_RETRY_BASE_SECONDS,
    settleAfter: config.SYNC_SETTLE_SECONDS * 1000,
    random: Math.random,
    clock,
  };
}
