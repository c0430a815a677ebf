import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHECKPOINTS_TABLE, SESSIONS_TABLE } from "../../../lib/resources.ts";
import { startDirectTables } from "../../../local/tables/start-direct.ts";
import { startTables, type Tables } from "../../../local/tables/start-tables.ts";

const TABLES = [SESSIONS_TABLE, CHECKPOINTS_TABLE];
const TableName = SESSIONS_TABLE.name;

let overHttp: Tables;
let direct: DynamoDBClient;

beforeAll(async () => {
  overHttp = await startTables(TABLES);
  direct = await startDirectTables(TABLES);
});
afterAll(() => overHttp.stop());

const bytes = { B: Uint8Array.of(0, 255, 7) };
const item = (pk: string) => ({
  pk: { S: pk },
  revision: { N: "1" },
  B: { M: { B: bytes } },
  list: { L: [{ S: "ok" }, { NULL: true }, { BOOL: false }] },
});
const revisionIs = (revision: number) => ({
  ConditionExpression: "revision = :revision",
  ExpressionAttributeValues: { ":revision": { N: String(revision) } },
});

/** In order: each finds what those before it have left. */
const REQUESTS: readonly (readonly [string, () => object])[] = [
  ["a put", () => new PutItemCommand({ TableName, Item: item("a") })],
  [
    "a put that has undefined in it",
    () => new PutItemCommand({ TableName, Item: item("b"), ReturnValues: undefined }),
  ],
  ["a condition that holds", () => new PutItemCommand({ TableName, Item: item("a"), ...revisionIs(1) })],
  [
    "a condition that does not hold",
    () => new PutItemCommand({ TableName, Item: item("a"), ...revisionIs(2) }),
  ],
  ["a get", () => new GetItemCommand({ TableName, Key: { pk: { S: "a" } } })],
  ["a get of nothing", () => new GetItemCommand({ TableName, Key: { pk: { S: "z" } } })],
  ["a get by a wrong key", () => new GetItemCommand({ TableName, Key: { sk: { S: "a" } } })],
  ["a table that is not there", () => new GetItemCommand({ TableName: "nothing", Key: { pk: { S: "a" } } })],
  [
    "an update",
    () =>
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: "a" } },
        UpdateExpression: "SET #seen = :seen REMOVE revision",
        ExpressionAttributeNames: { "#seen": "seen" },
        ExpressionAttributeValues: { ":seen": bytes },
        ReturnValues: "ALL_NEW",
      }),
  ],
  [
    "an expression that is none",
    () => new UpdateItemCommand({ TableName, Key: { pk: { S: "a" } }, UpdateExpression: "SET revision" }),
  ],
  [
    "a number that is none",
    () => new PutItemCommand({ TableName, Item: { pk: { S: "c" }, at: { N: "soon" } } }),
  ],
  [
    "a batch of writes",
    () =>
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: [{ PutRequest: { Item: item("d") } }, { DeleteRequest: { Key: { pk: { S: "b" } } } }],
        },
      }),
  ],
  [
    "a batch of reads",
    () =>
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: [{ pk: { S: "d" } }, { pk: { S: "b" } }] } },
      }),
  ],
  [
    "a query",
    () =>
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: "d" } },
      }),
  ],
  ["a delete", () => new DeleteItemCommand({ TableName, Key: { pk: { S: "d" } }, ReturnValues: "ALL_OLD" })],
  ["a scan", () => new ScanCommand({ TableName })],
];

/** What comes of a request, but for what is the connection's own. */
async function outcomeOf(client: DynamoDBClient, command: object): Promise<unknown> {
  try {
    // `send` has a signature for each command.
    const { $metadata, ...answer } = await client.send(command as GetItemCommand);
    return { status: $metadata.httpStatusCode, ...answer };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name, message } = error;
    return { name, message, isCondition: error instanceof ConditionalCheckFailedException };
  }
}

describe("a client that goes straight to dynalite", () => {
  it.each(REQUESTS)("answers like the SDK over HTTP: %s", async (_, request) => {
    expect(await outcomeOf(direct, request())).toEqual(await outcomeOf(overHttp.client, request()));
  });

  it("leaves a request as it is", async () => {
    const command = new PutItemCommand({ TableName, Item: item("e"), ReturnValues: undefined });
    const before = structuredClone(command.input);

    await direct.send(command);

    expect(command.input).toEqual(before);
  });
});
