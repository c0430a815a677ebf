/** What Node or the SDK calls it when nothing answers at an address. */
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "TimeoutError"]);

/** What AWS calls it when it does not accept who is asking. */
const NOT_ALLOWED = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
]);

/** What went wrong between us and AWS, and what to do about it, for the person at the terminal. */
export function explainFailure(error: unknown): string {
  const { name, code, message } = factsOf(error);
  if (name === "QueueUnavailableError") {
    return "Not everything could be queued. Nothing is lost: the same command continues.";
  }
  if (name === "QueueDoesNotExist")
    return "There is no such queue. Check --queue-url, --dlq-url and the region.";
  if (name === "ResourceNotFoundException") {
    return "There is no such table. Check --sessions-table, --identities-table and the region.";
  }
  if (UNREACHABLE.has(code) || UNREACHABLE.has(name)) {
    return `AWS, or the given endpoint, does not answer (${code || name}). Check the endpoints and the network.`;
  }
  if (name === "CredentialsProviderError")
    return "No AWS credentials were found. Log in, or set AWS_PROFILE.";
  if (NOT_ALLOWED.has(name)) return `AWS refused the request (${name}).`;
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
