import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { checkEntryId } from "./identifiers.ts";
import { MAX_BATCH_ENTRIES } from "./limits.ts";
import { SqsError } from "./sqs-error.ts";

interface Entry {
  readonly Id: string | undefined;
}

export interface BatchResult<Success> {
  readonly Successful: Success[];
  readonly Failed: BatchResultErrorEntry[];
}

/** @throws {SqsError} EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct */
export function checkEntries<Item extends Entry>(entries: readonly Item[] | undefined): readonly Item[] {
  if (entries === undefined || entries.length === 0) {
    throw new SqsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }
  if (entries.length > MAX_BATCH_ENTRIES) {
    throw new SqsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MAX_BATCH_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id: id } of entries) {
    checkEntryId(id);
    if (seen.has(id)) throw new SqsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
    seen.add(id);
  }
  return entries;
}

/** Carries out each entry by itself: one that is refused leaves the others alone. */
export function forEachEntry<Item extends Entry, Result extends object>(
  entries: readonly Item[],
  act: (entry: Item) => Result,
): BatchResult<Result & { Id: string }> {
  const result: BatchResult<Result & { Id: string }> = { Successful: [], Failed: [] };
  for (const entry of entries) {
    const id = entry.Id ?? "";
    try {
      result.Successful.push({ Id: id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      result.Failed.push(failureOf(id, error));
    }
  }
  return result;
}

export function failureOf(id: string, error: SqsError): BatchResultErrorEntry {
  return { Id: id, SenderFault: error.senderFault, Code: error.code, Message: error.message };
}
