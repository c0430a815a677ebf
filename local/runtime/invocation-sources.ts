import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type QueueSettings, WEBHOOK } from "../../lib/resources.ts";
import { queueArn } from "../queues/create-queues.ts";
import { LOCAL_ACCOUNT } from "./aws-account.ts";
import { type EventSourceMapping, startEventSourceMapping } from "./event-source-mapping.ts";
import { type HttpApi, type HttpApiOptions, startHttpApi } from "./http-api.ts";
import type { LambdaFunction } from "./lambda.ts";
import type { webhookLambda } from "./lambdas.ts";
import { withPort } from "./port-unavailable.ts";

type OnError = (error: unknown) => void;

export interface MappingOptions {
  readonly queue: QueueSettings;
  readonly queueUrl: string;
  readonly lambda: LambdaFunction<SQSEvent, SQSBatchResponse>;
  readonly onError: OnError;
}

/** Has a Lambda invoked for what is in its queue. */
export function startMapping(
  sqs: SQSClient,
  { queue: { name, consumer }, queueUrl, lambda, onError }: MappingOptions,
): EventSourceMapping {
  const source = { queueArn: queueArn(name), region: LOCAL_ACCOUNT.region };
  return startEventSourceMapping({ sqs, queueUrl, source, consumer, lambda, onError });
}

export interface FrontOptions extends Pick<HttpApiOptions, "pages" | "other" | "onError"> {
  readonly webhook: ReturnType<typeof webhookLambda>;
}

/**
 * Has the webhook Lambda invoked for what is posted.
 *
 * @throws {PortUnavailableError}
 */
export function startFront(frontPort: number, { webhook, ...served }: FrontOptions): Promise<HttpApi> {
  const routes = new Map(["GET", "POST"].map((method) => [`${method} ${WEBHOOK.path}`, webhook]));
  return withPort("PORT", frontPort, (port) => startHttpApi({ port, routes, ...served }));
}
