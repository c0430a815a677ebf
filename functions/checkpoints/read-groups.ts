import { type DynamoDBClient, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { type AttributeMap, fromItem, toItem } from "../aws/items.ts";
import { parseItem, type StoredItem } from "./items.ts";
import { groupOf } from "./sort-keys.ts";

export interface Range {
  /** Without it, all threads: a scan, for tools only. */
  readonly thread?: string | undefined;
  /** What the sort keys begin with. */
  readonly prefix: string;
  readonly newestFirst: boolean;
}

/**
 * Of a thread's end only the last checkpoint is wanted as a rule; the item before it tells that it is whole.
 * Later pages are as long as DynamoDB makes them.
 */
const FIRST_PAGE = 2;

/** The items of one checkpoint after the other, strongly consistent, reading no further than the caller goes on. */
export async function* readGroups(
  dynamodb: DynamoDBClient,
  tableName: string,
  range: Range,
): AsyncGenerator<readonly StoredItem[]> {
  let group: StoredItem[] = [];
  for await (const raw of readItems(dynamodb, tableName, range)) {
    const item = parseItem(fromItem(raw));
    const [other] = group;
    if (other !== undefined && (other.pk !== item.pk || groupOf(other.sk) !== groupOf(item.sk))) {
      yield group;
      group = [];
    }
    group.push(item);
  }
  if (group.length > 0) yield group;
}

async function* readItems(
  dynamodb: DynamoDBClient,
  tableName: string,
  { thread, prefix, newestFirst }: Range,
): AsyncGenerator<AttributeMap> {
  let start: AttributeMap | undefined;
  let isFirst = true;
  do {
    const page = { TableName: tableName, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) };
    const { Items: items, LastEvaluatedKey: last } =
      thread === undefined
        ? await dynamodb.send(new ScanCommand(page))
        : await dynamodb.send(
            new QueryCommand({
              ...page,
              ...within(thread, prefix),
              ScanIndexForward: !newestFirst,
              ...(newestFirst && isFirst && { Limit: FIRST_PAGE }),
            }),
          );
    yield* items ?? [];
    start = last;
    isFirst = false;
  } while (start !== undefined);
}

function within(thread: string, prefix: string) {
  if (prefix === "") {
    return { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: toItem({ ":pk": thread }) };
  }
  return {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: toItem({ ":pk": thread, ":prefix": prefix }),
  };
}
