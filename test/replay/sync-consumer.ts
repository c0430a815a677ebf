import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { connectOutside } from "../../functions/configuration/outside.ts";
import { createContainer } from "../../functions/sync/container.ts";
import { createHandler } from "../../functions/sync/create-handler.ts";
import type { SyncDependencies } from "../../functions/sync/dependencies.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { QUIET } from "../../local/faults/world/quiet-telemetry.ts";
import { queueArn } from "../../local/queues/create-queues.ts";
import { handledMessages } from "../../local/runtime/batch-response.ts";
import { createContext } from "../../local/runtime/lambda-context.ts";
import { lambdaEnvironment } from "../../local/runtime/lambda-environment.ts";
import { toSqsEvent } from "../../local/runtime/sqs-event.ts";
import type { SqsEngine } from "../../local/sqs/engine/sqs-engine.ts";

export interface SyncConsumerOptions {
  readonly cartaai: string;
  readonly dynamodb: DynamoDBClient;
  readonly engine: SqsEngine;
  readonly sqs: SQSClient;
  readonly urls: { readonly queue: string; readonly deadLetters: string };
  readonly time: { now: number };
  readonly over?: Partial<SyncDependencies>;
}

/** The sync Lambda and its event source mapping, at work when it is told to be. */
export interface SyncConsumer {
  /** Handles what can be received now, until nothing more comes up, or that many batches. */
  work(batches?: number): Promise<void>;
  /** Handles everything, waiting for what waits. */
  finish(): Promise<void>;
}

/** Milliseconds that an invocation has. */
const REMAINING = 60_000;

export function syncConsumer(options: SyncConsumerOptions): SyncConsumer {
  const { engine, sqs, dynamodb, urls, time, over } = options;
  const environment = lambdaEnvironment(
    {},
    {
      sqs: "http://127.0.0.1:9",
      dynamodb: "http://127.0.0.1:9",
      syncQueue: urls.queue,
      syncDeadLetters: urls.deadLetters,
      cartaai: options.cartaai,
      whatsapp: "http://127.0.0.1:9",
    },
  );
  // What it logs is looked at elsewhere.
  const outside = { ...connectOutside(environment), sqs, dynamodb, telemetry: () => QUIET };
  const handler = createHandler({
    ...createContainer(environment, () => time.now, outside),
    random: () => 0,
    ...over,
  });

  async function handleBatch(): Promise<boolean> {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: urls.queue,
        MaxNumberOfMessages: SYNC_QUEUE.consumer.batchSize,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
        WaitTimeSeconds: 0,
      }),
    );
    if (messages.length === 0) return false;
    const event = toSqsEvent(messages, { queueArn: queueArn(SYNC_QUEUE.name), region: "us-east-1" });
    const answer = await handler(event, createContext("sync", Date.now() + REMAINING));
    const handled = handledMessages(
      answer,
      event.Records.map(({ messageId }) => messageId),
    );
    const done = event.Records.filter(({ messageId }) => handled.includes(messageId));
    if (done.length > 0) {
      const Entries = done.map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
      }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: urls.queue, Entries }));
    }
    return true;
  }

  async function work(batches = Number.POSITIVE_INFINITY): Promise<void> {
    for (let batch = 0; batch < batches && (await handleBatch()); batch++);
  }

  return {
    work,
    async finish() {
      for (let times = 0; times < 1_000; times++) {
        await work();
        const next = engine.nextVisibleAt(urls.queue);
        if (next === undefined) return;
        time.now = Math.max(time.now, next);
      }
      throw new Error("sync.fifo does not become empty");
    },
  };
}
