import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointMetadata,
  CheckpointTuple,
  PendingWrite,
} from "@langchain/langgraph-checkpoint";
import type { LruCache } from "../collections/lru-cache.ts";
import { DynamoDbSaver, storedForm } from "./dynamodb-saver.ts";
import { configOf, placeOf, type ThreadConfig, type ThreadPlace, threadOf } from "./thread-config.ts";

/** Checkpoints, serialised: whoever gets one may change it. */
export type CheckpointCache = LruCache<readonly [encoding: string, bytes: Uint8Array]>;

/**
 * The saver of one turn, which starts from a checkpoint that it names (docs/decisions/0010). What a name stands for never
 * changes, so those that this process has written or read are not asked for again. And the latest of the thread is the one
 * that the turn was told to start from: whatever was written after it is an answer that was never committed.
 */
export class TurnSaver extends DynamoDbSaver {
  /** The checkpoint that this turn has put last. */
  lastPut: string | undefined;
  readonly #cache: CheckpointCache;
  #named: ThreadConfig | undefined;

  constructor(dynamodb: DynamoDBClient, tableName: string, cache: CheckpointCache) {
    super(dynamodb, tableName);
    this.#cache = cache;
  }

  override async getTuple(config: ThreadConfig): Promise<CheckpointTuple | undefined> {
    if (placeOf(config).checkpointId === undefined) return this.#named && (await this.getTuple(this.#named));
    this.#named = config;
    const name = nameOf(placeOf(config));
    const known = this.#cache.get(name);
    if (known !== undefined) return await this.serde.loadsTyped(...known);
    const tuple = await super.getTuple(config);
    if (tuple !== undefined) await this.#keep(name, tuple);
    return tuple;
  }

  override async put(
    config: ThreadConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ) {
    const saved = await super.put(config, checkpoint, metadata, newVersions);
    const place = placeOf(config);
    const { namespace = "", checkpointId: parentId } = place;
    await this.#keep(nameOf(placeOf(saved)), {
      config: saved,
      checkpoint: storedForm(place, checkpoint, newVersions),
      metadata,
      pendingWrites: [],
      ...(parentId !== undefined && { parentConfig: configOf(threadOf(place), namespace, parentId) }),
    });
    this.lastPut = checkpoint.id;
    return saved;
  }

  override async putWrites(config: ThreadConfig, writes: PendingWrite[], taskId: string, taskPath = "") {
    // They belong to the checkpoint.
    this.#cache.delete(nameOf(placeOf(config)));
    await super.putWrites(config, writes, taskId, taskPath);
    this.#cache.delete(nameOf(placeOf(config)));
  }

  override async deleteThread(threadId: string): Promise<void> {
    this.#cache.clear();
    await super.deleteThread(threadId);
  }

  async #keep(name: string, tuple: CheckpointTuple): Promise<void> {
    this.#cache.set(name, await this.serde.dumpsTyped(tuple));
  }
}

function nameOf({ thread, namespace = "", checkpointId }: ThreadPlace): string {
  return JSON.stringify([thread, namespace, checkpointId]);
}
