import {
  type Checkpoint,
  type CheckpointMetadata,
  type CheckpointPendingWrite,
  type CheckpointTuple,
  compareWritesSortKeys,
  maxChannelVersion,
  type SerializerProtocol,
  TASKS,
  writesSortKey,
} from "@langchain/langgraph-checkpoint";
import { plainValueOf, type StoredCheckpoint, type StoredItem } from "./items.ts";
import type { Range } from "./read-groups.ts";
import { type CheckpointKey, sortKeys } from "./sort-keys.ts";
import { configOf } from "./thread-config.ts";

export interface Reading {
  readonly serde: SerializerProtocol;
  /** Epoch milliseconds. */
  readonly now: number;
  groups(range: Range): AsyncGenerator<readonly StoredItem[]>;
}

/** The items of one checkpoint as LangGraph takes them; undefined when there is none among them, or it has expired. */
export async function readTuple(
  reading: Reading,
  group: readonly StoredItem[],
): Promise<CheckpointTuple | undefined> {
  const item = checkpointOf(group);
  if (item === undefined || item.expiresAt * 1000 <= reading.now) return undefined;
  const { pk, namespace, checkpointId, parentId } = item;
  const { checkpoint, metadata }: { checkpoint: Checkpoint; metadata: CheckpointMetadata } =
    await reading.serde.loadsTyped(item.encoding, plainValueOf(item, item, group));
  if (checkpoint.v < 4 && parentId !== undefined) {
    const sends = await pendingSends(reading, pk, { namespace, checkpointId: parentId });
    addSends(checkpoint, sends);
  }
  return {
    config: configOf(pk, namespace, checkpointId),
    checkpoint,
    metadata,
    pendingWrites: await writesOf(reading, group, item),
    ...(parentId !== undefined && { parentConfig: configOf(pk, namespace, parentId) }),
  };
}

export function checkpointOf(group: readonly StoredItem[]): StoredCheckpoint | undefined {
  return group.find((item) => item.kind === "checkpoint");
}

async function writesOf(
  { serde }: Reading,
  group: readonly StoredItem[],
  key: CheckpointKey,
): Promise<CheckpointPendingWrite[]> {
  const writes = group
    .filter((item) => item.kind === "write")
    .map((item) => ({ item, order: writesSortKey(item.taskPath, item.taskId, item.index) }))
    .sort((one, other) => compareWritesSortKeys(one.order, other.order));
  return await Promise.all(
    writes.map(async ({ item }): Promise<CheckpointPendingWrite> => {
      const value: unknown = await serde.loadsTyped(item.encoding, plainValueOf(item, key, group));
      return [item.taskId, item.channel, value];
    }),
  );
}

/** Checkpoints of formats before 4 had their pending sends among the writes of their parent. */
async function pendingSends(reading: Reading, thread: string, parent: CheckpointKey): Promise<unknown[]> {
  const sends: unknown[] = [];
  const range = { thread, prefix: sortKeys.group(parent), newestFirst: false };
  for await (const group of reading.groups(range)) {
    const writes = await writesOf(reading, group, parent);
    sends.push(...writes.filter(([, channel]) => channel === TASKS).map(([, , value]) => value));
  }
  return sends;
}

function addSends(checkpoint: Checkpoint, sends: readonly unknown[]): void {
  const versions = Object.values(checkpoint.channel_versions);
  checkpoint.channel_values[TASKS] = sends;
  checkpoint.channel_versions[TASKS] = versions.length > 0 ? maxChannelVersion(...versions) : 1;
}
