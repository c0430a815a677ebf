import { type AttributeValue, DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import type { TableSettings } from "../../lib/resources.ts";

export type Item = Readonly<Record<string, AttributeValue>>;

/** The items of one table, by their whole key. What is in it or comes out of it cannot be changed. */
export class MemoryTable {
  readonly #keyNames: readonly string[];
  readonly #items = new Map<string, Item>();

  constructor({ partitionKey, sortKey }: TableSettings) {
    this.#keyNames = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
  }

  /** @throws {DynamoDBServiceException} ValidationException for a key that is none of this table's */
  get(key: Item): Item | undefined {
    return this.#items.get(this.keyOf(key, true));
  }

  /**
   * The item that this one would replace.
   *
   * @throws {DynamoDBServiceException} ValidationException when it has no key
   */
  replacedBy(item: Item): Item | undefined {
    return this.#items.get(this.keyOf(item));
  }

  /** @throws {DynamoDBServiceException} ValidationException when the item has no key */
  put(item: Item): void {
    this.#items.set(this.keyOf(item), frozenCopy(item));
  }

  /** @throws {DynamoDBServiceException} ValidationException for a key that is none of this table's */
  delete(key: Item): void {
    this.#items.delete(this.keyOf(key, true));
  }

  /**
   * The values of the item's key, as one text. All of this system's keys are texts.
   *
   * @param isAll nothing else may be in it
   * @throws {DynamoDBServiceException} ValidationException
   */
  keyOf(item: Item, isAll = false): string {
    if (isAll && Object.keys(item).length !== this.#keyNames.length) throw invalid("another key");
    const values = this.#keyNames.map((name) => item[name]?.S ?? "");
    if (values.includes("")) throw invalid("no key");
    return values.length === 1 ? (values[0] ?? "") : JSON.stringify(values);
  }
}

/** What the SDK throws for a request that DynamoDB refuses for good. */
export function invalid(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({
    name: "ValidationException",
    message,
    $fault: "client",
    $metadata: { httpStatusCode: 400 },
  });
}

/** What is undefined does not travel. Bytes cannot be frozen, and nobody changes them. */
function frozenCopy<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const copy = Array.isArray(value)
    ? value.map(frozenCopy)
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .map(([name, each]) => [name, frozenCopy(each)]),
      );
  return Object.freeze(copy) as Value;
}
