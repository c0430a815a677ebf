import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toItem } from "../../../functions/aws/items.ts";
import { SESSIONS_TABLE, type TableSettings } from "../../../lib/resources.ts";
import { createMemoryClient } from "../../../local/tables/memory-client.ts";
import { startDirectTables } from "../../../local/tables/start-direct.ts";

const TableName = SESSIONS_TABLE.name;
const WITH_SORT_KEY: TableSettings = { name: "pairs", partitionKey: "pk", sortKey: "sk" };
const TABLES = [SESSIONS_TABLE, WITH_SORT_KEY];

type Outcome = { readonly answer: unknown } | { readonly error: string };

async function outcomeOf(client: DynamoDBClient, command: object): Promise<Outcome> {
  try {
    // The type of `send` has a signature for each command; here all are alike.
    const { $metadata: _, ...answer } = await (
      client.send as (each: object) => Promise<{ $metadata: unknown }>
    )(command);
    return { answer: inOrder(answer) };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** Where a request is wrong in several ways, AWS does not say which of them it complains of. */
const REFUSALS = ["ValidationException", "ResourceNotFoundException"];

function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : String(error);
  return REFUSALS.includes(name) ? "refused" : name;
}

/** DynamoDB answers a batch in any order. */
function inOrder(answer: object): object {
  if (!("Responses" in answer)) return answer;
  const responses = Object.entries(answer.Responses as Record<string, object[]>);
  const sorted = responses.map(([name, items]) => [name, items.map((item) => JSON.stringify(item)).sort()]);
  return { ...answer, Responses: Object.fromEntries(sorted) };
}

const key = fc.constantFrom("a", "b", "c", "");
const item = fc.record({
  pk: key,
  revision: fc.integer({ min: 1, max: 3 }),
  conversation: fc.constantFrom("one", "other"),
  list: fc.array(fc.constantFrom("x", true, null, 1.5), { maxLength: 2 }),
  bytes: fc.uint8Array({ maxLength: 3 }),
});
const condition = fc.constantFrom(
  {},
  { ConditionExpression: "attribute_not_exists(pk)" },
  { ConditionExpression: "attribute_not_exists(gone)" },
  { ConditionExpression: "revision = :value", ExpressionAttributeValues: toItem({ ":value": 2 }) },
  { ConditionExpression: "conversation = :value", ExpressionAttributeValues: toItem({ ":value": "one" }) },
  {
    ConditionExpression: "conversation = :one AND revision = :two",
    ExpressionAttributeValues: toItem({ ":one": "one", ":two": 2 }),
  },
  {
    ConditionExpression: "conversation = :value AND attribute_not_exists(gone)",
    ExpressionAttributeValues: toItem({ ":value": "one" }),
  },
  { ConditionExpression: "gone = :value", ExpressionAttributeValues: toItem({ ":value": "one" }) },
);
const table = fc.oneof({ weight: 9, arbitrary: fc.constant(TableName) }, fc.constant("nowhere"));
const keyItem = fc.oneof(
  { weight: 9, arbitrary: key.map((pk) => toItem({ pk })) },
  fc.constant(toItem({ pk: "a", other: 1 })),
);
const put = fc
  .record({ name: table, item, condition })
  .map((each) => new PutItemCommand({ TableName: each.name, Item: toItem(each.item), ...each.condition }));
const get = fc
  .record({ name: table, Key: keyItem })
  .map(({ name, Key }) => new GetItemCommand({ TableName: name, Key, ConsistentRead: true }));
const batchGet = fc
  .record({ name: table, keys: fc.array(keyItem, { maxLength: 4 }) })
  .map(({ name, keys }) => new BatchGetItemCommand({ RequestItems: { [name]: { Keys: keys } } }));
const write = fc.oneof(
  item.map((each) => ({ PutRequest: { Item: toItem(each) } })),
  keyItem.map((Key) => ({ DeleteRequest: { Key } })),
);
const batchWrite = fc
  .record({ name: table, writes: fc.array(write, { maxLength: 4 }) })
  .map(({ name, writes }) => new BatchWriteItemCommand({ RequestItems: { [name]: writes } }));

describe("tables in memory", () => {
  it("answer like dynalite, whatever the Lambdas ask", async () => {
    const commands = fc.array(fc.oneof(put, get, batchGet, batchWrite), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const [memory, dynalite] = [createMemoryClient(TABLES), await startDirectTables(TABLES)];
        for (const command of sequence) {
          expect(await outcomeOf(memory, command)).toEqual(await outcomeOf(dynalite, command));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("tell items apart by both keys where there are two", async () => {
    const client = createMemoryClient(TABLES);
    for (const sk of ["1", "2"]) {
      await client.send(new PutItemCommand({ TableName: "pairs", Item: toItem({ pk: "a", sk, value: sk }) }));
    }

    const found = await client.send(
      new GetItemCommand({ TableName: "pairs", Key: toItem({ pk: "a", sk: "1" }) }),
    );

    expect(found.Item).toEqual(toItem({ pk: "a", sk: "1", value: "1" }));
  });

  it("keep what was put, whatever becomes of the object that it was put from", async () => {
    const client = createMemoryClient(TABLES);
    const Item = toItem({ pk: "a", list: ["x"] });
    await client.send(new PutItemCommand({ TableName, Item }));
    Item["list"]?.L?.push({ S: "y" });

    const found = await client.send(new GetItemCommand({ TableName, Key: toItem({ pk: "a" }) }));

    expect(found.Item).toEqual(toItem({ pk: "a", list: ["x"] }));
  });

  it.each([
    ["a command", new ScanCommand({ TableName })],
    ["a field", new PutItemCommand({ TableName, Item: toItem({ pk: "a" }), ReturnValues: "ALL_OLD" })],
    [
      "a condition",
      new PutItemCommand({ TableName, Item: toItem({ pk: "a" }), ConditionExpression: "size(pk) > :one" }),
    ],
  ])("refuse %s that they do not know", async (_, command) => {
    expect(await outcomeOf(createMemoryClient(TABLES), command)).toEqual({ error: "TypeError" });
  });
});
