import * as z from "zod/mini";

const responseSchema = z.nullish(
  z.looseObject({
    batchItemFailures: z.nullish(z.array(z.looseObject({ itemIdentifier: z.string() }))),
  }),
);

/**
 * The messages of a batch that a function handled, going by its answer. Nothing answered, or no failures named, means
 * all of them. An answer that cannot be understood, or that names a message that was not in the batch, means none.
 * Rule: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function handledMessages(answer: unknown, messageIds: readonly string[]): readonly string[] {
  const parsed = responseSchema.safeParse(answer);
  if (!parsed.success) return [];
  const failed = new Set((parsed.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
  if (![...failed].every((id) => messageIds.includes(id))) return [];
  return messageIds.filter((id) => !failed.has(id));
}
