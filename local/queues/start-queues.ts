import { SQSClient } from "@aws-sdk/client-sqs";
import type { QueueSettings } from "../../lib/resources.ts";
import { clientSettings, LOCAL_ACCOUNT } from "../runtime/aws-account.ts";
import type { SqsEngine } from "../sqs/engine/sqs-engine.ts";
import { type DoneAction, WatchedSqsEngine } from "../sqs/engine/watched-engine.ts";
import { startSqs } from "../sqs/protocol/start-sqs.ts";
import { createQueues } from "./create-queues.ts";

export interface Queues {
  /** What `AWS_ENDPOINT_URL_SQS` has to be. */
  readonly endpoint: string;
  readonly client: SQSClient;
  /** For looking at queues and messages without receiving them. */
  readonly engine: SqsEngine;
  queueUrl(name: string): string;
  stop(): Promise<void>;
}

/**
 * SQS in this process, in memory, on a free port, with the queues and their dead-letter queues in it. It hands out what has
 * piled up in a group together, as AWS does: the agent answers that as one.
 *
 * @param onAction told of each request that was carried out
 */
export async function startQueues(
  queues: readonly QueueSettings[],
  onAction: (done: DoneAction) => void = () => undefined,
): Promise<Queues> {
  const engine = new WatchedSqsEngine({}, onAction);
  const server = await startSqs(engine);
  const client = new SQSClient(clientSettings(server.url));
  for (const settings of queues) await createQueues(client, settings);
  return {
    endpoint: server.url,
    client,
    engine,
    queueUrl: (name) => `${server.url}/${LOCAL_ACCOUNT.id}/${name}`,
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
