import type { MessageAttributeValue, SendMessageRequest } from "@aws-sdk/client-sqs";
import { MAX_MESSAGE_ATTRIBUTES } from "./limits.ts";
import type { MessageAttributes } from "./message.ts";
import { hasForbiddenCharacters } from "./message-contents.ts";
import { SqsError } from "./sqs-error.ts";

const MAX_NAME_LENGTH = 256;
/** Letters with accents pass too, though the documentation does not say so. */
const NAME = /^[\p{L}\p{N}_.-]+$/u;
const RESERVED_NAME = /^(?:aws\.|amazon\.)/i;
const TYPE = /^(?:String|Number|Binary)(?:\.[^\s]*)?$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Rules: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 *
 * @returns undefined when there are none
 * @throws {SqsError} InvalidParameterValue, UnsupportedOperation
 */
export function checkAttributes(attributes: MessageAttributes | undefined): MessageAttributes | undefined {
  if (attributes === undefined) return undefined;
  const entries = Object.entries(attributes);
  if (entries.length === 0) return undefined;
  if (entries.length > MAX_MESSAGE_ATTRIBUTES) {
    throw invalid(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAX_MESSAGE_ATTRIBUTES}].`,
    );
  }
  for (const [name, value] of entries) {
    checkName(name);
    checkValue(name, value);
  }
  return attributes;
}

/** @throws {SqsError} InvalidParameterValue: the trace header is the only one that a sender can set */
export function readTraceHeader(
  attributes: SendMessageRequest["MessageSystemAttributes"],
): string | undefined {
  const { AWSTraceHeader: header, ...others } = attributes ?? {};
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`Message system attribute name '${unknown}' is invalid.`);
  return header?.StringValue;
}

function checkName(name: string): void {
  if (name.length > MAX_NAME_LENGTH) {
    throw invalid(`Message (user) attribute names must be at most ${MAX_NAME_LENGTH} characters long.`);
  }
  if (!NAME.test(name) || name.includes("..")) {
    throw invalid(
      "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens " +
        "and underscores.",
    );
  }
  if (RESERVED_NAME.test(name) || name.startsWith(".") || name.endsWith(".")) {
    throw invalid(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for " +
        "internal use. Additionally, they cannot start or end with '.'.",
    );
  }
}

function checkValue(name: string, value: MessageAttributeValue): void {
  const { DataType: type = "", StringValue: text, BinaryValue: bytes } = value;
  if (value.StringListValues?.length || value.BinaryListValues?.length) {
    throw new SqsError("UnsupportedOperation", "Message attribute list values are not supported.");
  }
  if (!TYPE.test(type) || type.length > MAX_NAME_LENGTH) {
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type ` +
        "prefixes: Binary, Number, String.",
    );
  }
  const isBinary = type.startsWith("Binary");
  if (isBinary ? !bytes?.byteLength : !text) {
    const [prefix] = type.split(".");
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${prefix}'.`);
  }
  if (!isBinary && hasForbiddenCharacters(text ?? "")) {
    throw invalid(`Invalid non-printable or control characters found in message (user) attribute '${name}'.`);
  }
  if (type.startsWith("Number") && !NUMBER.test(text ?? "")) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

function invalid(message: string): SqsError {
  return new SqsError("InvalidParameterValue", message);
}
