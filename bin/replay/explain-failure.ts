import { explainAwsFailure } from "../command-line/explain-aws-failure.ts";

/** What went wrong between us and AWS, and what to do about it, for the person at the terminal. */
export function explainFailure(error: unknown): string {
  const known = error instanceof Error ? EXPLAINED[error.name] : undefined;
  return known ?? explainAwsFailure(error, "AWS, or the given endpoint,");
}

const EXPLAINED: Readonly<Record<string, string>> = {
  QueueUnavailableError: "Not everything could be queued. Nothing is lost: the same command continues.",
  QueueDoesNotExist: "There is no such queue. Check --queue-url, --dlq-url and the region.",
  ResourceNotFoundException:
    "There is no such table. Check --sessions-table, --identities-table and the region.",
};
