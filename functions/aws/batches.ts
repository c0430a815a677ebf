import { setTimeout as realPause } from "node:timers/promises";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import type { Pause } from "../configuration/outside.ts";
import { type AttributeMap, fromItem, toItem } from "./items.ts";

/** DynamoDB answered, and left part of a batch undone for several attempts. */
export class TableThrottledError extends Error {
  override readonly name = "TableThrottledError";
}

/** DynamoDB: at most 100 keys in a BatchGetItem, 25 items in a BatchWriteItem. */
const READ_BATCH = 100;
const WRITE_BATCH = 25;
const ATTEMPTS = 5;
/** Milliseconds before what was left undone is asked for again; doubles. AWS asks for a pause here. */
const FIRST_PAUSE = 25;

/**
 * Reads items by partition key, strongly consistent.
 *
 * @throws {TableThrottledError}
 */
export async function readItems(
  dynamodb: DynamoDBClient,
  tableName: string,
  keys: readonly string[],
  pause: Pause = realPause,
) {
  const chunks = await Promise.all(
    chunksOf([...new Set(keys)], READ_BATCH).map(async (chunk) => {
      const items: Record<string, unknown>[] = [];
      let waiting: AttributeMap[] = chunk.map((pk) => toItem({ pk }));
      for (let attempt = 1; waiting.length > 0; attempt++) {
        await beforeAttempt(attempt, waiting.length, pause);
        const { Responses, UnprocessedKeys } = await dynamodb.send(
          new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: waiting, ConsistentRead: true } } }),
        );
        items.push(...(Responses?.[tableName] ?? []).map(fromItem));
        waiting = UnprocessedKeys?.[tableName]?.Keys ?? [];
      }
      return items;
    }),
  );
  return chunks.flat();
}

/**
 * Puts items, whatever was there.
 *
 * @throws {TableThrottledError}
 */
export async function putItems(
  dynamodb: DynamoDBClient,
  tableName: string,
  items: readonly AttributeMap[],
  pause: Pause = realPause,
) {
  await writeAll(
    dynamodb,
    tableName,
    items.map((Item) => ({ PutRequest: { Item } })),
    pause,
  );
}

/**
 * Deletes items by their whole key.
 *
 * @throws {TableThrottledError}
 */
export async function deleteItems(
  dynamodb: DynamoDBClient,
  tableName: string,
  keys: readonly AttributeMap[],
  pause: Pause = realPause,
) {
  await writeAll(
    dynamodb,
    tableName,
    keys.map((Key) => ({ DeleteRequest: { Key } })),
    pause,
  );
}

async function writeAll(
  dynamodb: DynamoDBClient,
  tableName: string,
  requests: readonly WriteRequest[],
  pause: Pause,
) {
  await Promise.all(
    chunksOf(requests, WRITE_BATCH).map(async (chunk) => {
      let waiting = chunk;
      for (let attempt = 1; waiting.length > 0; attempt++) {
        await beforeAttempt(attempt, waiting.length, pause);
        const { UnprocessedItems } = await dynamodb.send(
          new BatchWriteItemCommand({ RequestItems: { [tableName]: waiting } }),
        );
        waiting = UnprocessedItems?.[tableName] ?? [];
      }
    }),
  );
}

async function beforeAttempt(attempt: number, waiting: number, pause: Pause): Promise<void> {
  if (attempt > ATTEMPTS) throw new TableThrottledError(`${waiting} items were left undone`);
  if (attempt > 1) await pause(FIRST_PAUSE * 2 ** (attempt - 2));
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
