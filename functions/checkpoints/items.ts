import * as z from "zod/mini";
import { toItem } from "../aws/items.ts";
import { type CheckpointKey, sortKeys } from "./sort-keys.ts";
import { packValue, unpackValue } from "./values.ts";

const bytes = z.instanceof(Uint8Array);
const common = { pk: z.string(), sk: z.string(), expiresAt: z.number() };
const value = { encoding: z.string(), body: bytes, parts: z.number(), digest: z.string() };

const storedItemSchema = z.discriminatedUnion("kind", [
  z.object({
    ...common,
    ...value,
    kind: z.literal("checkpoint"),
    namespace: z.string(),
    checkpointId: z.string(),
    parentId: z.optional(z.string()),
  }),
  z.object({
    ...common,
    ...value,
    kind: z.literal("write"),
    taskId: z.string(),
    taskPath: z.string(),
    index: z.number(),
    channel: z.string(),
  }),
  z.object({ ...common, kind: z.literal("part"), body: bytes }),
]);
export type StoredItem = z.infer<typeof storedItemSchema>;
export type StoredCheckpoint = Extract<StoredItem, { kind: "checkpoint" }>;
export type StoredWrite = Extract<StoredItem, { kind: "write" }>;

export const parseItem = (item: unknown): StoredItem => storedItemSchema.parse(item);

/** What is stored, and where: the fields of an item besides its value. */
export interface ItemHead {
  readonly key: CheckpointKey;
  readonly pk: string;
  readonly sk: string;
  readonly expiresAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An item with its value, and the items for those parts of the value that do not fit into it. */
export function toItems({ key, pk, sk, expiresAt, fields }: ItemHead, encoding: string, plain: Uint8Array) {
  const { first, rest, digest } = packValue(plain);
  return {
    item: toItem({ ...fields, pk, sk, expiresAt, encoding, body: first, parts: rest.length, digest }),
    parts: rest.map((body, index) =>
      toItem({ pk, sk: sortKeys.part(key, digest, index), expiresAt, kind: "part", body }),
    ),
  };
}

/**
 * The value of an item of a checkpoint's group.
 *
 * @throws {Error} when a part is missing
 */
export function plainValueOf(
  item: StoredCheckpoint | StoredWrite,
  key: CheckpointKey,
  group: readonly StoredItem[],
): Uint8Array {
  const parts = Array.from({ length: item.parts }, (_, index) => {
    const sk = sortKeys.part(key, item.digest, index);
    const part = group.find((other) => other.sk === sk);
    if (part?.kind !== "part") throw new Error(`part ${index} of a checkpoint is missing`);
    return part.body;
  });
  return unpackValue([item.body, ...parts]);
}
