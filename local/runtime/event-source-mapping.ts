import { setTimeout as delay } from "node:timers/promises";
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import type { ConsumerSettings } from "../../lib/resources.ts";
import { handledMessages } from "./batch-response.ts";
import type { LambdaFunction } from "./lambda.ts";
import { type EventSource, toSqsEvent } from "./sqs-event.ts";

export interface EventSourceMappingOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly source: EventSource;
  readonly consumer: ConsumerSettings;
  readonly lambda: LambdaFunction<SQSEvent, unknown>;
  /** Told of what Lambda would log and count: a function that failed, a queue that does not answer. */
  readonly onError: (error: unknown) => void;
}

export interface EventSourceMapping {
  /** What it runs with, as Lambda's own API would tell. */
  readonly settings: EventSourceSettings;
  /** Takes no more messages, and waits for the batches that are being handled. */
  stop(): Promise<void>;
}

export interface EventSourceSettings {
  readonly functionName: string;
  readonly queueArn: string;
  readonly consumer: ConsumerSettings;
}

/** Seconds that a receive waits for a message: the longest that SQS allows. */
const LONG_POLL = 20;
/** Milliseconds between attempts at a queue that does not answer. */
const PAUSE_AFTER_ERROR = 1000;

/**
 * Plays Lambda's event source mapping for an SQS queue: receives batches, has the function handle up to
 * `maxConcurrency` of them at once, and deletes what it handled. The rest comes back when its visibility timeout ends.
 * That a message group is in one batch at a time is the queue's doing: it hands out nothing of a group of which
 * something is in flight.
 */
export function startEventSourceMapping(options: EventSourceMappingOptions): EventSourceMapping {
  const { sqs, queueUrl, source, consumer, lambda, onError } = options;
  const stopping = new AbortController();
  const batches = new Set<Promise<void>>();

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (batches.size >= consumer.maxConcurrency) await Promise.race(batches);
      const messages = await receive();
      if (messages.length > 0) start(messages);
    }
  }

  async function receive(): Promise<readonly Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: consumer.batchSize,
      WaitTimeSeconds: LONG_POLL,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    try {
      const { Messages = [] } = await sqs.send(command, { abortSignal: stopping.signal });
      return Messages;
    } catch (error) {
      if (stopping.signal.aborted) return [];
      onError(error);
      await delay(PAUSE_AFTER_ERROR, undefined, { signal: stopping.signal }).catch(() => undefined);
      return [];
    }
  }

  function start(messages: readonly Message[]): void {
    const batch = handle(messages)
      .catch(onError)
      .finally(() => batches.delete(batch));
    batches.add(batch);
  }

  async function handle(messages: readonly Message[]): Promise<void> {
    const event = toSqsEvent(messages, source);
    const answer = await lambda.invoke(event);
    const ids = event.Records.map((record) => record.messageId);
    const handled = new Set(consumer.reportBatchItemFailures ? handledMessages(answer, ids) : ids);
    await remove(event.Records.filter((record) => handled.has(record.messageId)));
  }

  async function remove(records: readonly SQSRecord[]): Promise<void> {
    if (records.length === 0) return;
    const { Failed: failed = [] } = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: records.map((record, index) => ({ Id: String(index), ReceiptHandle: record.receiptHandle })),
      }),
    );
    if (failed.length > 0) throw new Error(`${failed.length} handled messages could not be deleted`);
  }

  const polling = poll();
  return {
    settings: { functionName: lambda.name, queueArn: source.queueArn, consumer },
    async stop() {
      stopping.abort();
      await polling;
      await Promise.all(batches);
    },
  };
}
