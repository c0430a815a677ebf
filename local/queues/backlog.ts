import { setTimeout as delay } from "node:timers/promises";
import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** A queue still held messages when the time was up. */
export class QueueNotEmptyError extends Error {
  override readonly name = "QueueNotEmptyError";
  readonly backlog: Backlog;

  constructor(backlog: Backlog) {
    super(`the queue still holds ${backlog.waiting} waiting messages, and ${backlog.inFlight} in flight`);
    this.backlog = backlog;
  }
}

export interface Backlog {
  /** Also those behind another message of their group that is in flight. */
  readonly waiting: number;
  /** Being handled, or waiting for their visibility timeout to end. */
  readonly inFlight: number;
}

export async function readBacklog(sqs: SQSClient, queueUrl: string): Promise<Backlog> {
  const { Attributes: attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return {
    waiting: Number(attributes["ApproximateNumberOfMessages"]),
    inFlight: Number(attributes["ApproximateNumberOfMessagesNotVisible"]),
  };
}

/** Milliseconds between two looks at the queue. */
const INTERVAL = 20;

/**
 * Waits until the queue holds nothing at all. The stand-in counts exactly, where SQS estimates.
 *
 * @param timeout milliseconds
 * @throws {QueueNotEmptyError} when it still held something then
 */
export async function waitUntilEmpty(sqs: SQSClient, queueUrl: string, timeout: number): Promise<void> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const backlog = await readBacklog(sqs, queueUrl);
    if (backlog.waiting + backlog.inFlight === 0) return;
    if (Date.now() >= deadline) throw new QueueNotEmptyError(backlog);
    await delay(INTERVAL);
  }
}
