import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  type PendingWrite,
  WRITES_IDX_MAP,
} from "@langchain/langgraph-checkpoint";
import { deleteItems, putItems } from "../aws/batches.ts";
import { type AttributeMap, toItem } from "../aws/items.ts";
import { type ItemHead, type StoredItem, toItems } from "./items.ts";
import { type Range, readGroups } from "./read-groups.ts";
import { checkpointOf, type Reading, readTuple } from "./read-tuple.ts";
import { sortKeys } from "./sort-keys.ts";
import { configOf, placeOf, type ThreadConfig, type ThreadPlace, threadOf } from "./thread-config.ts";

export interface SaverOptions {
  /** Seconds that a checkpoint is kept. */
  readonly timeToLive?: number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** As long as a conversation is remembered elsewhere (`functions/sessions`). Seconds. */
const TIME_TO_LIVE = 30 * 24 * 60 * 60;

/**
 * LangGraph's checkpoints in DynamoDB, a checkpoint whole in one item (more where 400 kB do not hold it).
 *
 * Whole, although LangGraph tells which channels changed: two continuations of one checkpoint give their channels the same
 * version numbers, so values that were shared by version would be mixed up between them. Old checkpoints expire; what has
 * expired is not shown, though DynamoDB deletes it late.
 */
export class DynamoDbSaver extends BaseCheckpointSaver {
  readonly #dynamodb: DynamoDBClient;
  readonly #table: string;
  readonly #timeToLive: number;
  readonly #clock: () => number;

  constructor(dynamodb: DynamoDBClient, tableName: string, options: SaverOptions = {}) {
    super();
    this.#dynamodb = dynamodb;
    this.#table = tableName;
    this.#timeToLive = options.timeToLive ?? TIME_TO_LIVE;
    this.#clock = options.clock ?? Date.now;
  }

  override async getTuple(config: ThreadConfig): Promise<CheckpointTuple | undefined> {
    const { thread, namespace = "", checkpointId } = placeOf(config);
    if (thread === undefined) return undefined;
    const prefix =
      checkpointId === undefined
        ? sortKeys.namespace(namespace)
        : sortKeys.group({ namespace, checkpointId });
    for await (const group of this.#groups({ thread, prefix, newestFirst: checkpointId === undefined })) {
      const tuple = await readTuple(this.#reading, group);
      if (tuple !== undefined) return tuple;
    }
    return undefined;
  }

  /** Newest first within a namespace; expired ones left out. */
  override async *list(
    config: ThreadConfig,
    { before, filter, limit = Number.POSITIVE_INFINITY }: CheckpointListOptions = {},
  ): AsyncGenerator<CheckpointTuple> {
    const { thread, namespace, checkpointId } = placeOf(config);
    const end = before === undefined ? undefined : placeOf(before).checkpointId;
    const prefix = namespace === undefined ? "" : sortKeys.namespace(namespace);
    let left = limit;
    if (left <= 0) return;
    for await (const group of this.#groups({ thread, prefix, newestFirst: true })) {
      const head = checkpointOf(group);
      if (head === undefined || (namespace !== undefined && head.namespace !== namespace)) continue;
      if (checkpointId !== undefined && head.checkpointId !== checkpointId) continue;
      if (end !== undefined && head.checkpointId >= end) continue;
      const tuple = await readTuple(this.#reading, group);
      if (tuple === undefined || !matches(tuple.metadata, filter)) continue;
      yield tuple;
      left -= 1;
      if (left <= 0) return;
    }
  }

  override async put(
    config: ThreadConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ) {
    const place = placeOf(config);
    const pk = threadOf(place);
    const { namespace = "", checkpointId: parentId } = place;
    const key = { namespace, checkpointId: checkpoint.id };
    const fields = { kind: "checkpoint", ...key, parentId };
    const stored = storedForm(place, checkpoint, newVersions);
    const head = { key, pk, sk: sortKeys.checkpoint(key), expiresAt: this.#expiry(), fields };
    const { item, parts } = await this.#toItems(head, { checkpoint: stored, metadata });
    // The parts first: a checkpoint that is there is whole.
    await putItems(this.#dynamodb, this.#table, parts);
    await this.#dynamodb.send(new PutItemCommand({ TableName: this.#table, Item: item }));
    return configOf(pk, namespace, checkpoint.id);
  }

  override async putWrites(config: ThreadConfig, writes: PendingWrite[], taskId: string, taskPath = "") {
    const place = placeOf(config);
    const pk = threadOf(place);
    const { namespace = "", checkpointId } = place;
    if (checkpointId === undefined) throw new Error("configurable.checkpoint_id is missing");
    const key = { namespace, checkpointId };
    const expiresAt = this.#expiry();
    await Promise.all(
      writes.map(async ([channel, value], position) => {
        const index = WRITES_IDX_MAP[channel] ?? position;
        const fields = { kind: "write", taskId, taskPath, index, channel };
        const head = { key, pk, sk: sortKeys.write(key, taskId, index), expiresAt, fields };
        const { item, parts } = await this.#toItems(head, value);
        await putItems(this.#dynamodb, this.#table, parts);
        await this.#putWrite(item, index);
      }),
    );
  }

  override async deleteThread(threadId: string): Promise<void> {
    for await (const group of this.#groups({ thread: threadId, prefix: "", newestFirst: false })) {
      await deleteItems(
        this.#dynamodb,
        this.#table,
        group.map(({ pk, sk }) => toItem({ pk, sk })),
      );
    }
  }

  get #reading(): Reading {
    return { serde: this.serde, now: this.#clock(), groups: (range) => this.#groups(range) };
  }

  #groups(range: Range): AsyncGenerator<readonly StoredItem[]> {
    return readGroups(this.#dynamodb, this.#table, range);
  }

  /** What a task wrote stays when the task is repeated; errors and interrupts (below 0) are those of the last attempt. */
  async #putWrite(Item: AttributeMap, index: number): Promise<void> {
    const once = index >= 0 ? { ConditionExpression: "attribute_not_exists(pk)" } : {};
    try {
      await this.#dynamodb.send(new PutItemCommand({ TableName: this.#table, Item, ...once }));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  async #toItems(head: ItemHead, value: unknown) {
    const [encoding, bytes] = await this.serde.dumpsTyped(value);
    return toItems(head, encoding, bytes);
  }

  /** Epoch seconds, as DynamoDB's time to live wants it. */
  #expiry(): number {
    return Math.floor(this.#clock() / 1000) + this.#timeToLive;
  }
}

/** A channel that did not change has its parent's value; at the beginning there is none. */
export function storedForm(
  { checkpointId: parentId }: ThreadPlace,
  checkpoint: Checkpoint,
  newVersions: ChannelVersions,
): Checkpoint {
  if (parentId !== undefined) return checkpoint;
  const values = Object.entries(checkpoint.channel_values).filter(([channel]) => channel in newVersions);
  return { ...checkpoint, channel_values: Object.fromEntries(values) };
}

function matches(metadata: object | undefined, filter: Readonly<Record<string, unknown>> = {}): boolean {
  const present = new Map(Object.entries(metadata ?? {}));
  return Object.entries(filter).every(([name, value]) => present.get(name) === value);
}
