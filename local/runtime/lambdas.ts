import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  SQSBatchResponse,
  SQSEvent,
} from "aws-lambda";
import * as agent from "../../functions/agent/container.ts";
import { createHandler as createAgentHandler } from "../../functions/agent/create-handler.ts";
import * as sync from "../../functions/sync/container.ts";
import { createHandler as createSyncHandler } from "../../functions/sync/create-handler.ts";
import * as webhook from "../../functions/webhook/container.ts";
import { createHandler as createWebhookHandler } from "../../functions/webhook/create-handler.ts";
import { SYNC_QUEUE, TURNS_QUEUE, WEBHOOK } from "../../lib/resources.ts";
import { createLambda, type LambdaFunction } from "./lambda.ts";
import type { Environment } from "./lambda-environment.ts";

type Clock = () => number;

/** The webhook Lambda with its deployed timeout. */
export function webhookLambda(
  environment: Environment,
  clock: Clock,
): LambdaFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return createLambda({
    name: "webhook",
    timeout: WEBHOOK.timeout,
    coldStart: () => createWebhookHandler(webhook.createContainer(environment, clock)),
  });
}

/** The agent Lambda with its deployed timeout. */
export function agentLambda(
  environment: Environment,
  clock: Clock,
): LambdaFunction<SQSEvent, SQSBatchResponse> {
  return createLambda({
    name: "agent",
    timeout: TURNS_QUEUE.consumer.timeout,
    coldStart: () => createAgentHandler(agent.createContainer(environment, clock)),
  });
}

/** The sync Lambda with its deployed timeout. */
export function syncLambda(
  environment: Environment,
  clock: Clock,
): LambdaFunction<SQSEvent, SQSBatchResponse> {
  return createLambda({
    name: "sync",
    timeout: SYNC_QUEUE.consumer.timeout,
    coldStart: () => createSyncHandler(sync.createContainer(environment, clock)),
  });
}
