import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { FifoMessage } from "./fifo-message.ts";
import { inParallel } from "./in-parallel.ts";
import { planWaves } from "./plan-waves.ts";

/** Not everything could be queued. Whoever asked has to ask again: ids make the repetition harmless. */
export class QueueUnavailableError extends Error {
  override readonly name = "QueueUnavailableError";
  readonly unsent: number;

  constructor(unsent: number, cause: unknown) {
    super(`${unsent} messages could not be queued`, { cause });
    this.unsent = unsent;
  }
}

/** SQS answered, and refused some entries of a batch. Holds SQS's codes ("InternalError", …), no bodies. */
export class BatchEntriesRefusedError extends Error {
  override readonly name = "BatchEntriesRefusedError";

  constructor(codes: readonly string[]) {
    super(`refused: ${[...new Set(codes)].join(", ")}`);
  }
}

/** Batches under way at once: enough to hide the round trip, few enough for a small Lambda's sockets. */
const PARALLEL_BATCHES = 8;
/** For entries that SQS refuses. What fails as a whole has been tried again by the SDK, and is not tried any more. */
const ATTEMPTS = 3;

/**
 * Sends messages to a FIFO queue so that each group keeps its order whatever fails. A batch never holds two messages
 * of one group: SQS may refuse one entry and accept the next, and the refused one would then be overtaken.
 *
 * @throws {QueueUnavailableError} when SQS cannot be reached, or an entry is still refused the third time; messages of the
 *   same group that come after it have not been sent.
 */
export async function sendInOrder(sqs: SQSClient, queueUrl: string, messages: readonly FifoMessage[]) {
  for (const wave of planWaves(messages)) {
    await inParallel(wave, PARALLEL_BATCHES, (batch) => sendBatch(sqs, queueUrl, batch));
  }
}

async function sendBatch(sqs: SQSClient, queueUrl: string, batch: readonly FifoMessage[]): Promise<void> {
  let waiting = batch;
  let codes: readonly string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const answer = await sendOnce(sqs, queueUrl, waiting);
    // By what SQS has taken, not by what it has refused: an entry that it says nothing of is not taken.
    const taken = new Set(answer.Successful?.map((entry) => entry.Id));
    waiting = waiting.filter((_, index) => !taken.has(String(index)));
    if (waiting.length === 0) return;
    codes = answer.Failed?.map((entry) => entry.Code ?? "unknown") ?? ["unmentioned"];
  }
  throw new QueueUnavailableError(waiting.length, new BatchEntriesRefusedError(codes));
}

async function sendOnce(sqs: SQSClient, queueUrl: string, batch: readonly FifoMessage[]) {
  try {
    return await sqs.send(toCommand(queueUrl, batch));
  } catch (error) {
    throw new QueueUnavailableError(batch.length, error);
  }
}

function toCommand(queueUrl: string, batch: readonly FifoMessage[]): SendMessageBatchCommand {
  return new SendMessageBatchCommand({
    QueueUrl: queueUrl,
    Entries: batch.map((message, index) => ({
      Id: String(index),
      MessageBody: message.body,
      MessageGroupId: message.groupId,
      MessageDeduplicationId: message.deduplicationId,
      MessageAttributes: toAttributes(message.attributes ?? {}),
    })),
  });
}

function toAttributes(attributes: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
  );
}
