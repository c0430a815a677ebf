import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import type { AgentDependencies } from "../../../functions/agent/dependencies.ts";
import type { SyncDependencies } from "../../../functions/sync/dependencies.ts";
import type { SyncEventPublisher } from "../../../functions/sync-events/publisher.ts";
import type { WebhookDependencies } from "../../../functions/webhook/dependencies.ts";

/** How the Lambdas of a world are put together. A safeguard is switched off by putting something else in its place. */
export interface Wiring {
  readonly sync: (dependencies: SyncDependencies) => SyncDependencies;
  readonly webhook: (dependencies: WebhookDependencies) => WebhookDependencies;
  readonly agent: (dependencies: AgentDependencies) => AgentDependencies;
  /** Of the webhook and of the agent. */
  readonly publisher: (publisher: SyncEventPublisher, sqs: SQSClient, queueUrl: string) => SyncEventPublisher;
  /** What a batch looks like to the sync Lambda. */
  readonly batch: (event: SQSEvent) => SQSEvent;
}

export const AS_DEPLOYED: Wiring = {
  sync: (dependencies) => dependencies,
  webhook: (dependencies) => dependencies,
  agent: (dependencies) => dependencies,
  publisher: (publisher) => publisher,
  batch: (event) => event,
};
