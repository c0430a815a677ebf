import type { SyncEvent } from "../../functions/sync-events/contract.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import type { ReplayBench } from "./replay-bench.ts";

/** Has events applied in the ordinary way: published, and consumed by the sync Lambda. */
export async function applyOrdinarily(bench: ReplayBench, ...events: SyncEvent[]): Promise<void> {
  for (const event of events) {
    const { body, groupId, deduplicationId } = toQueueMessage(event);
    bench.engine.call("SendMessage", {
      QueueUrl: bench.urls.queue,
      MessageBody: body,
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    });
  }
  await bench.sync.finish();
}
