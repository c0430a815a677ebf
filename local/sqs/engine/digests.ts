import { hash } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { MessageAttributes } from "./message.ts";

const STRING = Buffer.from([1]);
const BINARY = Buffer.from([2]);

/** MD5 of a message's body, hexadecimal: what clients compare with their own. */
export function digestOfBody(body: string): string {
  return hash("md5", body, "hex");
}

/** The deduplication id that SQS makes itself: SHA-256 of the body alone, without attributes. */
export function contentBasedDeduplicationId(body: string): string {
  return hash("sha256", body, "hex");
}

/**
 * MD5 of message attributes, hexadecimal; undefined when there are none. In order of names, for each attribute: name,
 * type, a byte for the kind of value, value; all but that byte after their length in four bytes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function digestOfAttributes(attributes: MessageAttributes | undefined): string | undefined {
  if (attributes === undefined) return undefined;
  const entries = Object.entries(attributes);
  if (entries.length === 0) return undefined;
  const parts = entries.sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(encodeAttribute);
  return hash("md5", Buffer.concat(parts), "hex");
}

function encodeAttribute([name, value]: [string, MessageAttributeValue]): Buffer[] {
  const { DataType = "", StringValue, BinaryValue } = value;
  const encoded =
    BinaryValue === undefined
      ? [STRING, ...withLength(Buffer.from(StringValue ?? ""))]
      : [BINARY, ...withLength(Buffer.from(BinaryValue))];
  return [...withLength(Buffer.from(name)), ...withLength(Buffer.from(DataType)), ...encoded];
}

function withLength(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}
