import { explainAwsFailure } from "../command-line/explain-aws-failure.ts";
import type { Target } from "./target.ts";
import { UnusableTokenError } from "./token.ts";

/** What went wrong between us, the table and the secrets, and what to do about it, for the person at the terminal. */
export function explainFailure(error: unknown, { table, endpoint }: Target): string {
  if (error instanceof UnusableTokenError) return error.message;
  if (error instanceof Error && error.name === "ResourceNotFoundException") {
    return `There is no table ${table} at ${endpoint ?? "AWS"}. Check --table, and the region or --endpoint.`;
  }
  return explainAwsFailure(error, endpoint === undefined ? "AWS" : `AWS at ${endpoint}`);
}
