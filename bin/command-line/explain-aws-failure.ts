import { networkCodeOf } from "../../functions/http/network-error.ts";

/** What Node or the SDK calls it when nothing answers at an address. */
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "TimeoutError"]);

/** What AWS calls it when it does not accept who is asking. SQS and DynamoDB have names of their own. */
const NOT_ALLOWED = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "UnrecognizedClientException",
]);

/**
 * What went wrong between us and AWS, and what to do about it, for the person at the terminal.
 *
 * @param where who was asked, in words
 */
export function explainAwsFailure(error: unknown, where: string): string {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const unreachable = [networkCodeOf(error), name].find((each) => UNREACHABLE.has(each));
  if (unreachable !== undefined) {
    return `${where} does not answer (${unreachable}). Check the endpoint and the network.`;
  }
  if (name === "CredentialsProviderError") {
    return `No AWS credentials were found (${message}). Log in, or set AWS_PROFILE.`;
  }
  if (NOT_ALLOWED.has(name)) return `AWS refused the request (${name}): ${message}`;
  if (/region is missing/i.test(message)) return "No AWS region is set. Set AWS_REGION.";
  return `${name}: ${message}`;
}
