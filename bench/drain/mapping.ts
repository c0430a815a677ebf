import type { SQSEvent } from "aws-lambda";
import type { SyncDependencies } from "../../functions/sync/dependencies.ts";
import { syncBatch } from "../../functions/sync/sync-batch.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import type { Simulation } from "../../local/faults/world/simulation.ts";
import { handledMessages } from "../../local/runtime/batch-response.ts";
import { toSqsEvent } from "../../local/runtime/sqs-event.ts";
import type { SqsEngine } from "../../local/sqs/engine/sqs-engine.ts";

/** Milliseconds until the pollers notice a message. */
const NOTICE = 20;
const SOURCE = { queueArn: "", region: "" };
const { batchSize, maxConcurrency, timeout } = SYNC_QUEUE.consumer;

/** Lambda's event source mapping in simulated time, with as many execution environments as it may have at once. */
export function startMapping(
  simulation: Simulation,
  engine: SqsEngine,
  queueUrl: string,
  environment: () => SyncDependencies,
): void {
  const idle = Array.from({ length: maxConcurrency }, environment);
  let wakeAt = Number.POSITIVE_INFINITY;

  function wake(at: number): void {
    if (wakeAt <= at) return;
    wakeAt = at;
    simulation.after(at - simulation.now(), () => {
      // A wake-up that an earlier one has overtaken.
      if (wakeAt !== at) return;
      wakeAt = Number.POSITIVE_INFINITY;
      poll();
    });
  }

  function poll(): void {
    for (let free = idle.pop(); free !== undefined; free = idle.pop()) {
      const { Messages = [] } = engine.perform("ReceiveMessage", {
        QueueUrl: queueUrl,
        MaxNumberOfMessages: batchSize,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      });
      if (Messages.length === 0) {
        idle.push(free);
        break;
      }
      void handle(toSqsEvent(Messages, SOURCE), free);
    }
    const next = engine.nextVisibleAt(queueUrl);
    if (next !== undefined && idle.length > 0) wake(Math.max(next, simulation.now() + NOTICE));
  }

  async function handle(event: SQSEvent, dependencies: SyncDependencies): Promise<void> {
    const answer = await syncBatch(event.Records, timeout * 1000, dependencies);
    remove(event, answer);
    idle.push(dependencies);
    wake(simulation.now() + NOTICE);
  }

  function remove({ Records: records }: SQSEvent, answer: unknown): void {
    const ids = records.map(({ messageId }) => messageId);
    const handled = new Set(handledMessages(answer, ids));
    const entries = records
      .filter(({ messageId }) => handled.has(messageId))
      .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
    if (entries.length > 0) engine.perform("DeleteMessageBatch", { QueueUrl: queueUrl, Entries: entries });
  }

  engine.onChange(queueUrl, () => wake(simulation.now() + NOTICE));
}
