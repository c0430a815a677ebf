/**
 * How the items of a thread lie in its partition: by namespace, then by checkpoint. Checkpoint ids are UUIDs of version 6,
 * which sort by time, so the latest is the last. What belongs to a checkpoint lies before it, and one query finds both.
 */
export interface CheckpointKey {
  readonly namespace: string;
  readonly checkpointId: string;
}

/** Sorts after "part" and "write". */
const CHECKPOINT = "~";

export const sortKeys = {
  /** Everything of a namespace. */
  namespace: (namespace: string) => `${escaped(namespace)}#`,
  /** Everything of a checkpoint. */
  group: ({ namespace, checkpointId }: CheckpointKey) => `${escaped(namespace)}#${escaped(checkpointId)}#`,
  checkpoint: (key: CheckpointKey) => `${sortKeys.group(key)}${CHECKPOINT}`,
  write: (key: CheckpointKey, taskId: string, index: number) =>
    `${sortKeys.group(key)}write#${escaped(taskId)}#${index}`,
  part: (key: CheckpointKey, digest: string, index: number) =>
    `${sortKeys.group(key)}part#${digest}#${String(index).padStart(4, "0")}`,
};

/** The beginning that the items of one checkpoint share. */
export function groupOf(sortKey: string): string {
  return sortKey.split("#", 2).join("#");
}

/** Free of the separator. */
function escaped(text: string): string {
  return encodeURIComponent(text);
}
