import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { withCircuitBreaker } from "../../functions/cartaai/circuit-breaker.ts";
import { createConversationsApi } from "../../functions/cartaai/client.ts";
import type { Transport } from "../../functions/cartaai/transport.ts";
import { createDeadLetterQueue } from "../../functions/queues/dead-letters.ts";
import { createRecordVisibility } from "../../functions/queues/record-visibility.ts";
import { createSessionsTable } from "../../functions/sessions/sessions-table.ts";
import type { SyncDependencies } from "../../functions/sync/dependencies.ts";
import { SESSIONS_TABLE } from "../../lib/resources.ts";
import { QUIET } from "../../local/faults/world/quiet-telemetry.ts";
import type { Simulation } from "../../local/faults/world/simulation.ts";
import { clientSettings } from "../../local/runtime/aws-account.ts";
import { DynamoDBRefusal, Tables } from "../stand-ins/dynamodb/tables.ts";

const HOUR = 60 * 60 * 1000;
/** Milliseconds of a request to AWS. */
const LATENCY = 5;

interface Surroundings {
  readonly simulation: Simulation;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterUrl: string;
  readonly call: Transport;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Makes execution environments of the sync Lambda, put together as its container does, with its default settings. */
export function createEnvironments({ simulation, sqs, queueUrl, deadLetterUrl, call, random }: Surroundings) {
  const { now: clock } = simulation;
  const sessions = createSessionsTable(inMemory(simulation), SESSIONS_TABLE.name, clock);
  return (): SyncDependencies => ({
    // Each environment has a circuit breaker of its own.
    conversations: createConversationsApi(withCircuitBreaker(call, { clock })),
    sessions,
    deadLetters: createDeadLetterQueue(sqs, deadLetterUrl),
    visibility: createRecordVisibility(sqs, queueUrl),
    telemetry: QUIET,
    ...{ patience: 6 * HOUR, retryBase: 2, settleAfter: 30_000, random, clock },
  });
}

/** A client whose requests go straight to tables in this process, and take simulated time. */
function inMemory(simulation: Simulation): DynamoDBClient {
  const tables = new Tables([SESSIONS_TABLE]);
  const client = new DynamoDBClient(clientSettings("http://dynamodb.invalid"));
  async function send(command: { readonly input: object }): Promise<object> {
    await simulation.pause(LATENCY);
    try {
      return tables.perform(command.constructor.name.replace(/Command$/, ""), command.input);
    } catch (error) {
      if (!(error instanceof DynamoDBRefusal)) throw error;
      throw new ConditionalCheckFailedException({ message: error.type, $metadata: {} });
    }
  }
  // The SDK's own has a signature for each command; all of them come here.
  client.send = send as DynamoDBClient["send"];
  return client;
}
