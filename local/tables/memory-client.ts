import * as Sdk from "@aws-sdk/client-dynamodb";
import type { TableSettings } from "../../lib/resources.ts";
import { clientSettings } from "../runtime/aws-account.ts";
import { fulfils } from "./memory-condition.ts";
import { type Item, invalid, MemoryTable } from "./memory-table.ts";

/** At most so many in one request, in AWS. */
const READ_BATCH = 100;
const WRITE_BATCH = 25;

const $metadata = { httpStatusCode: 200 };

/**
 * A `DynamoDBClient` of tables that are maps in this process, for whoever asks millions of times: it knows the requests of
 * the Lambdas that the fault laboratory plays, answers them as dynalite does in a hundredth of the time, and throws at
 * anything else. Limits of size are not looked at.
 */
export function createMemoryClient(settings: readonly TableSettings[]): Sdk.DynamoDBClient {
  const tables = new Map(settings.map((table) => [table.name, new MemoryTable(table)]));
  const tableOf = (name = ""): MemoryTable => {
    const table = tables.get(name);
    if (table === undefined) throw new Sdk.ResourceNotFoundException({ message: name, $metadata });
    return table;
  };
  const client = new Sdk.DynamoDBClient(clientSettings("http://dynamodb.invalid"));
  // The SDK's own has a signature for each command; all of them come here.
  client.send = (async (command: object) => perform(command, tableOf)) as Sdk.DynamoDBClient["send"];
  return client;
}

type TableOf = (name?: string) => MemoryTable;

function perform(command: object, tableOf: TableOf): object {
  if (command instanceof Sdk.PutItemCommand) return put(command.input, tableOf);
  if (command instanceof Sdk.BatchGetItemCommand) return batchGet(command.input, tableOf);
  if (command instanceof Sdk.BatchWriteItemCommand) return batchWrite(command.input, tableOf);
  if (command instanceof Sdk.GetItemCommand) return get(command.input, tableOf);
  throw new TypeError(`${command.constructor.name} is not supported`);
}

function put(input: Sdk.PutItemCommandInput, tableOf: TableOf): object {
  const {
    TableName,
    Item: item = {},
    ConditionExpression,
    ExpressionAttributeValues = {},
    ...others
  } = input;
  refuse(others);
  const table = tableOf(TableName);
  if (ConditionExpression !== undefined) {
    const before = table.replacedBy(item);
    if (!fulfils(ConditionExpression, ExpressionAttributeValues, before)) {
      throw new Sdk.ConditionalCheckFailedException({ message: "The conditional request failed", $metadata });
    }
  }
  table.put(item);
  return { $metadata };
}

function get(
  { TableName, Key: key = {}, ConsistentRead: _, ...others }: Sdk.GetItemCommandInput,
  tableOf: TableOf,
) {
  refuse(others);
  const item = tableOf(TableName).get(key);
  return { ...(item && { Item: item }), $metadata };
}

function batchGet({ RequestItems = {}, ...others }: Sdk.BatchGetItemCommandInput, tableOf: TableOf): object {
  refuse(others);
  const requests = Object.entries(RequestItems).map(
    ([name, { Keys: keys = [], ConsistentRead: _, ...unknown }]) => {
      refuse(unknown);
      const table = tableOf(name);
      demandDistinct(keys.map((key) => `${name} ${table.keyOf(key, true)}`));
      return { name, table, keys };
    },
  );
  demandAtMost(READ_BATCH, requests.flatMap(({ keys }) => keys).length);
  const responses = requests.map(
    ({ name, table, keys }) => [name, keys.flatMap((key) => foundIn(table, key))] as const,
  );
  return { Responses: Object.fromEntries(responses), UnprocessedKeys: {}, $metadata };
}

function batchWrite(
  { RequestItems = {}, ...others }: Sdk.BatchWriteItemCommandInput,
  tableOf: TableOf,
): object {
  refuse(others);
  const writes = Object.entries(RequestItems).flatMap(([name, requests]) => {
    const table = tableOf(name);
    return requests.map(({ PutRequest, DeleteRequest }) => {
      const item: Item = PutRequest?.Item ?? {};
      const key = DeleteRequest?.Key;
      return key === undefined
        ? { id: `${name} ${table.keyOf(item)}`, write: () => table.put(item) }
        : { id: `${name} ${table.keyOf(key, true)}`, write: () => table.delete(key) };
    });
  });
  demandAtMost(WRITE_BATCH, writes.length);
  demandDistinct(writes.map(({ id }) => id));
  for (const { write } of writes) write();
  return { UnprocessedItems: {}, $metadata };
}

/** An item, or none. */
function foundIn(table: MemoryTable, key: Item): Item[] {
  const item = table.get(key);
  return item === undefined ? [] : [item];
}

/** What is not known here is not left unheard. */
function refuse(others: object): void {
  const names = Object.keys(others);
  if (names.length > 0) throw new TypeError(`${names.join(", ")}: not supported`);
}

function demandAtMost(limit: number, count: number): void {
  if (count === 0 || count > limit) throw invalid(`from 1 to ${limit} in a batch`);
}

function demandDistinct(keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw invalid("Provided list of item keys contains duplicates");
}
