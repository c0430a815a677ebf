import { type Item, nameOf, operandOf, type Placeholders, parseCondition, type Value } from "./condition.ts";

export interface TableKeys {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
}

type Items = Record<string, Value>;

interface KeyedRequest extends Placeholders {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}
type BatchRequest = { readonly RequestItems: Readonly<Record<string, unknown>> };
interface Write {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

/** Answered with HTTP 400, as DynamoDB does. */
export class DynamoDBRefusal extends Error {
  readonly type: string;
  readonly item: Item | undefined;

  constructor(type: string, item?: Item) {
    super(type);
    this.type = type;
    this.item = item;
  }
}

/** The items of a partition by sort key; of one without, the only one stands under the empty text. */
type Partition = Map<string, Item>;

/**
 * DynamoDB's tables as far as the Lambdas use them: in memory, each request in constant time. dynalite is more faithful,
 * and handles requests one after the other at about a millisecond each, which would be most of what is measured.
 */
export class Tables {
  readonly #keys: ReadonlyMap<string, TableKeys>;
  readonly #items = new Map<string, Map<string, Partition>>();
  /** What DynamoDB charges: a read unit for 4 kB that are read consistently, a write unit for 1 kB. */
  units = { read: 0, write: 0 };

  constructor(tables: readonly TableKeys[]) {
    this.#keys = new Map(tables.map((table) => [table.name, table]));
    for (const { name } of tables) this.#items.set(name, new Map());
  }

  /** @throws {DynamoDBRefusal} */
  perform(operation: string, request: unknown): object {
    switch (operation) {
      case "GetItem":
        return this.#get(request as KeyedRequest);
      case "PutItem":
        return this.#put(request as KeyedRequest);
      case "UpdateItem":
        return this.#update(request as KeyedRequest);
      case "DeleteItem":
        return this.#delete(request as KeyedRequest);
      case "Query":
        return this.#query(request as KeyedRequest);
      case "BatchGetItem":
        return this.#batchGet(request as BatchRequest);
      case "BatchWriteItem":
        return this.#batchWrite(request as BatchRequest);
      default:
        throw new DynamoDBRefusal("UnknownOperationException");
    }
  }

  /** Where an item with this key is, or would be. */
  #place(name: string, key: Item): { readonly partition: Partition; readonly sort: string } {
    const [keys, partitions] = [this.#keys.get(name), this.#items.get(name)];
    if (keys === undefined || partitions === undefined)
      throw new DynamoDBRefusal("ResourceNotFoundException");
    const id = textOf(key[keys.partitionKey]);
    const partition = partitions.get(id) ?? new Map<string, Item>();
    partitions.set(id, partition);
    return { partition, sort: keys.sortKey === undefined ? "" : textOf(key[keys.sortKey]) };
  }

  #find({ TableName: name, Key, Item: put }: KeyedRequest) {
    const { partition, sort } = this.#place(name, Key ?? put ?? {});
    return { partition, sort, item: partition.get(sort) };
  }

  #charge(kind: "read" | "write", stored: unknown): void {
    const size = JSON.stringify(stored ?? null).length;
    this.units[kind] += Math.ceil(size / (kind === "read" ? 4096 : 1024));
  }

  #get(request: KeyedRequest): object {
    const { item } = this.#find(request);
    this.#charge("read", item);
    return item === undefined ? {} : { Item: item };
  }

  #put(request: KeyedRequest): object {
    const { partition, sort, item } = this.#find(request);
    this.#charge("write", request.Item);
    check(request, item);
    partition.set(sort, request.Item ?? {});
    return {};
  }

  #delete(request: KeyedRequest): object {
    const { partition, sort, item } = this.#find(request);
    this.#charge("write", item);
    check(request, item);
    partition.delete(sort);
    return {};
  }

  #update(request: KeyedRequest): object {
    const { partition, sort, item } = this.#find(request);
    check(request, item);
    const updated: Items = { ...request.Key, ...item };
    const [, assignments = ""] = /^\s*SET\s+(.*)$/is.exec(request.UpdateExpression ?? "") ?? [];
    for (const assignment of assignments.split(",")) {
      const [target = "", source = ""] = assignment.split("=").map((part) => part.trim());
      const value = operandOf(source, request)(item);
      if (value === undefined) throw new DynamoDBRefusal("ValidationException");
      updated[nameOf(target, request)] = value;
    }
    this.#charge("write", updated);
    partition.set(sort, updated);
    return request.ReturnValues === "ALL_NEW" ? { Attributes: updated } : {};
  }

  /** Every query of ours names its partition as `:pk`. */
  #query(request: KeyedRequest): object {
    const keys = this.#keys.get(request.TableName);
    const pk = request.ExpressionAttributeValues?.[":pk"] ?? {};
    const { partition } = this.#place(request.TableName, { [keys?.partitionKey ?? ""]: pk });
    const matches = parseCondition(request.KeyConditionExpression ?? "", request);
    const found = [...partition.entries()].filter(([, item]) => matches(item)).toSorted(bySortKey);
    if (request.ScanIndexForward === false) found.reverse();
    const Items = found.slice(0, request.Limit).map(([, item]) => item);
    this.#charge("read", Items);
    return { Items, Count: Items.length };
  }

  #batchGet({ RequestItems: asked }: BatchRequest): object {
    const Responses = Object.entries(asked).map(([name, request]) => {
      const { Keys } = request as { readonly Keys: readonly Item[] };
      const found = Keys.map((Key) => this.#find({ TableName: name, Key }).item);
      for (const item of found) this.#charge("read", item);
      return [name, found.filter((item) => item !== undefined)];
    });
    return { Responses: Object.fromEntries(Responses), UnprocessedKeys: {} };
  }

  #batchWrite({ RequestItems: asked }: BatchRequest): object {
    for (const [name, writes] of Object.entries(asked)) {
      for (const { PutRequest: put, DeleteRequest: remove } of writes as readonly Write[]) {
        if (put !== undefined) this.#put({ TableName: name, Item: put.Item });
        if (remove !== undefined) this.#delete({ TableName: name, Key: remove.Key });
      }
    }
    return { UnprocessedItems: {} };
  }
}

function bySortKey([one]: readonly [string, Item], [other]: readonly [string, Item]): number {
  return one < other ? -1 : 1;
}

function textOf(value: Value | undefined): string {
  return String(value?.["S"] ?? "");
}

function check(request: KeyedRequest, item: Item | undefined): void {
  const { ConditionExpression: condition } = request;
  if (condition === undefined || parseCondition(condition, request)(item)) return;
  const isShown = request.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
  throw new DynamoDBRefusal("ConditionalCheckFailedException", isShown ? item : undefined);
}
