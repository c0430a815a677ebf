import { randomBytes, randomUUID } from "node:crypto";
import { PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { type Checkpoint, emptyCheckpoint, uuid6 } from "@langchain/langgraph-checkpoint";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DynamoDbSaver } from "../../functions/checkpoints/dynamodb-saver.ts";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";

const METADATA = { source: "loop", step: 1, parents: {} } as const;

let tables: Tables;
let now = Date.parse("2026-05-04T12:00:00Z");

beforeAll(async () => {
  tables = await startTables([CHECKPOINTS_TABLE]);
});
afterAll(async () => await tables.stop());

const saver = () =>
  new DynamoDbSaver(tables.client, CHECKPOINTS_TABLE.name, { timeToLive: 60, clock: () => now });

let step = 0;
function holding(value: unknown): Checkpoint {
  step += 1;
  return { ...emptyCheckpoint(), id: uuid6(step), channel_values: { value }, channel_versions: { value: 1 } };
}

const thread = (thread_id = randomUUID(), checkpoint_id?: string) => ({
  configurable: { thread_id, ...(checkpoint_id !== undefined && { checkpoint_id }) },
});

it("keeps a checkpoint that is larger than an item of DynamoDB may be", async () => {
  const config = thread();
  // Random, so that compression does not help.
  const large = randomBytes(1_200_000).toString("base64");
  const saved = await saver().put(config, holding(large), METADATA, { value: 1 });
  await saver().putWrites(saved, [["value", large]], "task");

  const tuple = await saver().getTuple(config);
  expect(tuple?.checkpoint.channel_values["value"]).toBe(large);
  expect(tuple?.pendingWrites?.[0]?.[2]).toBe(large);
});

it("stores a conversation's state in a fraction of its size", async () => {
  const config = thread();
  const text = "Quiero dos pizzas margarita y una chicha morada. ".repeat(200);
  await saver().put(config, holding(text), METADATA, { value: 1 });
  const { Items: items = [] } = await tables.client.send(
    new QueryCommand({
      TableName: CHECKPOINTS_TABLE.name,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: config.configurable.thread_id } },
    }),
  );
  expect(items).toHaveLength(1);
  expect(items[0]?.["body"]?.B?.length).toBeLessThan(text.length / 10);
});

it("does not show a checkpoint that has expired, although it is still there", async () => {
  const config = thread();
  await saver().put(config, holding("old"), METADATA, { value: 1 });
  expect(await saver().getTuple(config)).toBeDefined();
  now += 61_000;
  expect(await saver().getTuple(config)).toBeUndefined();
  for await (const tuple of saver().list(config)) expect.fail(`${tuple.checkpoint.id} has expired`);
});

it("keeps two continuations of one checkpoint apart", async () => {
  const { thread_id } = thread().configurable;
  const parent = holding("parent");
  await saver().put(thread(thread_id), parent, METADATA, { value: 1 });
  const [one, other] = [holding("one"), holding("other")];
  for (const fork of [one, other]) {
    fork.channel_versions["value"] = 2;
    await saver().put(thread(thread_id, parent.id), fork, METADATA, { value: 2 });
  }
  const read = async (id: string) => (await saver().getTuple(thread(thread_id, id)))?.checkpoint;
  expect((await read(one.id))?.channel_values).toEqual({ value: "one" });
  expect((await read(other.id))?.channel_values).toEqual({ value: "other" });
});

it("keeps what a task wrote first when the task is repeated, and the error of its last attempt", async () => {
  const config = thread();
  const saved = await saver().put(config, holding("start"), METADATA, { value: 1 });
  for (const attempt of ["first", "second"]) {
    await saver().putWrites(saved, [["value", attempt]], "task");
    await saver().putWrites(saved, [["__error__", attempt]], "task");
  }
  const writes = (await saver().getTuple(saved))?.pendingWrites;
  expect(writes).toEqual([
    ["task", "__error__", "second"],
    ["task", "value", "first"],
  ]);
});

it("takes one request to write a checkpoint, one to read it, and one to find the latest of many", async () => {
  const config = thread();
  for (let count = 0; count < 30; count++) await saver().put(config, holding(count), METADATA, { value: 1 });
  const { thread_id } = config.configurable;
  const last = holding("last");

  expect(await requests(() => saver().put(config, last, METADATA, { value: 1 }))).toBe(1);
  expect(await requests(() => saver().getTuple(thread(thread_id, last.id)))).toBe(1);
  expect(await requests(() => saver().getTuple(config))).toBe(1);
});

it("refuses an item that is not one of its own", async () => {
  const config = thread();
  const Item = { pk: { S: config.configurable.thread_id }, sk: { S: "#x#~" }, kind: { S: "checkpoint" } };
  await tables.client.send(new PutItemCommand({ TableName: CHECKPOINTS_TABLE.name, Item }));
  await expect(saver().getTuple(config)).rejects.toThrow();
});

async function requests(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const name = `count-${randomUUID()}`;
  tables.client.middlewareStack.add(
    (next) => async (args) => {
      count += 1;
      return await next(args);
    },
    { name, step: "initialize" },
  );
  await work();
  tables.client.middlewareStack.remove(name);
  return count;
}
