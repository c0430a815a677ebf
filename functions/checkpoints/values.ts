import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** DynamoDB: 400 kB for an item, names and all. Bytes. */
const PART_SIZE = 350_000;

/** A value as it is stored: compressed, in parts when one item cannot hold it. */
export interface StoredValue {
  readonly first: Uint8Array;
  readonly rest: readonly Uint8Array[];
  /** Of the value; parts are found by it, so that parts of two writers never mix. */
  readonly digest: string;
}

/** Compressed always: a conversation's state shrinks to a third, and DynamoDB is paid for by the kilobyte. */
export function packValue(bytes: Uint8Array): StoredValue {
  const packed = deflateRawSync(bytes);
  const parts: Uint8Array[] = [];
  for (let start = 0; start < packed.length; start += PART_SIZE) {
    parts.push(packed.subarray(start, start + PART_SIZE));
  }
  const [first = packed, ...rest] = parts;
  return { first, rest, digest: createHash("sha256").update(bytes).digest("hex").slice(0, 16) };
}

export function unpackValue(parts: readonly Uint8Array[]): Uint8Array {
  return inflateRawSync(Buffer.concat(parts));
}
