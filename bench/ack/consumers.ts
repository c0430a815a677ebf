import { SQSClient } from "@aws-sdk/client-sqs";
import { SYNC_QUEUE, TURNS_QUEUE } from "../../lib/resources.ts";
import { clientSettings } from "../../local/runtime/aws-account.ts";
import { startMapping } from "../../local/runtime/invocation-sources.ts";
import type { Environment } from "../../local/runtime/lambda-environment.ts";
import { agentLambda, syncLambda } from "../../local/runtime/lambdas.ts";
import { offer } from "../harness/process.ts";

/** Has the Lambdas behind the queues do their work, in a process of their own. */
export interface ConsumersSettings {
  readonly environment: Environment;
}

async function start({ environment }: ConsumersSettings) {
  const { AWS_ENDPOINT_URL_SQS: endpoint = "", SYNC_QUEUE_URL = "", TURNS_QUEUE_URL = "" } = environment;
  const sqs = new SQSClient(clientSettings(endpoint));
  // That some fail is what is measured: how little the acknowledgement cares.
  const onError = () => undefined;
  const [sync, agent] = [syncLambda(environment, Date.now), agentLambda(environment, Date.now)];
  startMapping(sqs, { queue: SYNC_QUEUE, queueUrl: SYNC_QUEUE_URL, lambda: sync, onError });
  startMapping(sqs, { queue: TURNS_QUEUE, queueUrl: TURNS_QUEUE_URL, lambda: agent, onError });
  return {};
}
export type Consumers = Awaited<ReturnType<typeof start>>;

offer(start);
