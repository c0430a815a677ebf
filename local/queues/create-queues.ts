import { CreateQueueCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { DEAD_LETTER_RETENTION, type QueueSettings } from "../../lib/resources.ts";
import { LOCAL_ACCOUNT } from "../runtime/aws-account.ts";

/** High throughput: the limits of FIFO apply to each message group instead of to the queue. */
const FIFO_ATTRIBUTES = {
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "messageGroup",
  FifoThroughputLimit: "perMessageGroupId",
} as const;

export function queueArn(name: string): string {
  return `arn:aws:sqs:${LOCAL_ACCOUNT.region}:${LOCAL_ACCOUNT.id}:${name}`;
}

/** Creates a queue and its dead-letter queue as the deployed stack does. */
export async function createQueues(sqs: SQSClient, settings: QueueSettings): Promise<void> {
  await sqs.send(
    new CreateQueueCommand({
      QueueName: settings.deadLetterName,
      Attributes: { ...FIFO_ATTRIBUTES, MessageRetentionPeriod: String(DEAD_LETTER_RETENTION) },
    }),
  );
  await sqs.send(
    new CreateQueueCommand({
      QueueName: settings.name,
      Attributes: {
        ...FIFO_ATTRIBUTES,
        VisibilityTimeout: String(settings.visibilityTimeout),
        MessageRetentionPeriod: String(settings.retention),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: queueArn(settings.deadLetterName),
          maxReceiveCount: settings.maxReceiveCount,
        }),
      },
    }),
  );
}
