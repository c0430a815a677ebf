import type { Target } from "./target.ts";
import { UnusableTokenError } from "./token.ts";

/** What Node or the SDK calls it when nothing answers at an address. */
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "TimeoutError"]);

/** What AWS calls it when it does not accept who is asking. */
const NOT_ALLOWED = new Set([
  "AccessDeniedException",
  "ExpiredTokenException",
  "InvalidSignatureException",
  "UnrecognizedClientException",
]);

/** What went wrong between us, the table and the secrets, and what to do about it, for the person at the terminal. */
export function explainFailure(error: unknown, { table, endpoint }: Target): string {
  if (error instanceof UnusableTokenError) return error.message;
  const where = endpoint ?? "AWS";
  const { name, code, message } = factsOf(error);
  if (name === "ResourceNotFoundException") {
    return `There is no table ${table} at ${where}. Check --table, and the region or --endpoint.`;
  }
  if (UNREACHABLE.has(code) || UNREACHABLE.has(name)) {
    return `AWS does not answer at ${where} (${code || name}). Check --endpoint and the network.`;
  }
  if (name === "CredentialsProviderError") {
    return `No AWS credentials were found (${message}). Log in, or set AWS_PROFILE.`;
  }
  if (NOT_ALLOWED.has(name)) return `AWS refused the request (${name}): ${message}`;
  if (/region is missing/i.test(message)) return "No AWS region is set. Set AWS_REGION.";
  return `${name}: ${message}`;
}

function factsOf(error: unknown): { name: string; code: string; message: string } {
  if (!(error instanceof Error)) return { name: "Error", code: "", message: String(error) };
  // Several addresses of one host were tried, and each has failed.
  const first = error instanceof AggregateError ? error.errors[0] : undefined;
  const code = "code" in error ? error.code : first?.code;
  return { name: error.name, code: typeof code === "string" ? code : "", message: error.message };
}
