import { SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import type { QueueSettings } from "../../lib/resources.ts";
import { LOOPBACK } from "../../local/http/loopback.ts";
import { createQueues } from "../../local/queues/create-queues.ts";
import type { Queues } from "../../local/queues/start-queues.ts";
import { clientSettings, LOCAL_ACCOUNT } from "../../local/runtime/aws-account.ts";

/**
 * Somebody else's SQS, in memory, so that what talks to queues is not only tried with a stand-in of our own. It hands out
 * one message of a group at a time. The app is built rather than started by fauxqs itself, which would listen on every
 * network interface.
 */
export async function startQueues(
  queues: readonly QueueSettings[],
): Promise<Pick<Queues, "endpoint" | "client" | "queueUrl" | "stop">> {
  const app = buildApp({ logger: false, defaultRegion: LOCAL_ACCOUNT.region });
  const endpoint = await app.listen({ port: 0, host: LOOPBACK });
  const client = new SQSClient(clientSettings(endpoint));
  for (const settings of queues) await createQueues(client, settings);
  return {
    endpoint,
    client,
    // Built here, because fauxqs answers addresses below "localhost" that not every system resolves.
    queueUrl: (name) => `${endpoint}/${LOCAL_ACCOUNT.id}/${name}`,
    async stop() {
      client.destroy();
      await app.close();
    },
  };
}
