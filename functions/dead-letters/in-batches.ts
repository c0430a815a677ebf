import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { inParallel } from "../queues/in-parallel.ts";

/** SQS: at most 10 entries in one request, and 10 messages in an answer. */
export const MAX_ENTRIES = 10;
/** Requests under way at once. */
const PARALLEL_REQUESTS = 8;

/**
 * Has a request of SQS made for all items, ten at a time.
 *
 * @param request is given a batch, whose entries have to have its indices as ids
 * @returns the items that SQS refused by themselves
 */
export async function inBatches<Item>(
  items: readonly Item[],
  request: (
    batch: readonly Item[],
  ) => Promise<{ readonly Failed?: readonly BatchResultErrorEntry[] | undefined }>,
): Promise<Item[]> {
  const batches: Item[][] = [];
  for (let start = 0; start < items.length; start += MAX_ENTRIES) {
    batches.push(items.slice(start, start + MAX_ENTRIES));
  }
  const refused: Item[] = [];
  await inParallel(batches, PARALLEL_REQUESTS, async (batch) => {
    const { Failed: failed = [] } = await request(batch);
    const ids = new Set(failed.map(({ Id }) => Id));
    refused.push(...batch.filter((_, index) => ids.has(String(index))));
  });
  return refused;
}
