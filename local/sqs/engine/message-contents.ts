import type { MessageAttributes } from "./message.ts";
import { missingParameter, SqsError } from "./sqs-error.ts";

/**
 * Everything but #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF. Half of a surrogate pair
 * is among what is not allowed.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
/** The same, taking every half of a surrogate pair for one that stands alone. */
const SUSPICIOUS = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/;

export function hasForbiddenCharacters(text: string): boolean {
  // The quick look settles nearly every text; the exact one takes ten times as long.
  return SUSPICIOUS.test(text) && FORBIDDEN.test(text);
}

/** @throws {SqsError} MissingParameter, InvalidMessageContents */
export function checkBody(body: string | undefined): asserts body is string {
  if (body === undefined || body === "") throw missingParameter("MessageBody");
  if (!hasForbiddenCharacters(body)) return;
  throw new SqsError(
    "InvalidMessageContents",
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | " +
      "#x10000 to #x10FFFF",
  );
}

/** @throws {SqsError} InvalidParameterValue */
export function checkSize(bytes: number, maximum: number): void {
  if (bytes <= maximum) return;
  throw new SqsError(
    "InvalidParameterValue",
    `One or more parameters are invalid. Reason: Message must be shorter than ${maximum} bytes.`,
  );
}

/** Bytes that SQS counts: the body, and name, type and value of each attribute. */
export function sizeOf(body: string, attributes: MessageAttributes | undefined): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType = "", StringValue = "", BinaryValue }] of Object.entries(attributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += BinaryValue?.byteLength ?? Buffer.byteLength(StringValue);
  }
  return bytes;
}
