import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { QueueSettings } from "../resources.ts";
import { acknowledge } from "./acknowledge.ts";
import type { LambdaFunction } from "./lambda-function.ts";

/** Has a Lambda invoked for what is in a FIFO queue, and lets it hand back single messages, after a while if need be. */
export function consume(
  queue: Queue,
  { consumer }: Pick<QueueSettings, "consumer">,
  id: string,
  { function: lambda }: LambdaFunction,
): void {
  // What Lambda's poller needs, and ChangeMessageVisibility for the handler's own backoff.
  queue.grant(
    lambda,
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ChangeMessageVisibility",
  );
  const source = lambda.addEventSourceMapping(id, {
    eventSourceArn: queue.queueArn,
    batchSize: consumer.batchSize,
    maxConcurrency: consumer.maxConcurrency,
    reportBatchItemFailures: consumer.reportBatchItemFailures,
  });
  acknowledge(source, {
    "Serverless-LambdaEventSourceMappingDestination":
      "SQS sources cannot have one: the handler and the queue's redrive policy put failures into the dead-letter queue.",
  });
}
