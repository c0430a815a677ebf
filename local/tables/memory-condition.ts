import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "./memory-table.ts";

/**
 * Whether the item that is there fulfils a `ConditionExpression`: `attribute_not_exists(name)` and `name = :value`, of a
 * text or a number, joined by `AND`. The system writes no others.
 *
 * @throws {TypeError} for any other
 */
export function fulfils(
  expression: string,
  values: Readonly<Record<string, AttributeValue>>,
  item: Item | undefined,
): boolean {
  return expression
    .split(" AND ")
    .map((part) => fulfilsPart(part, values, item))
    .every(Boolean);
}

function fulfilsPart(
  part: string,
  values: Readonly<Record<string, AttributeValue>>,
  item: Item | undefined,
): boolean {
  const [, absent] = /^attribute_not_exists\((\w+)\)$/.exec(part) ?? [];
  if (absent !== undefined) return item?.[absent] === undefined;
  const [, name, placeholder] = /^(\w+) = (:\w+)$/.exec(part) ?? [];
  if (name === undefined || placeholder === undefined) throw new TypeError(`"${part}" is not supported`);
  return areEqual(item?.[name], values[placeholder]);
}

function areEqual(one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  if (one?.S !== undefined || other?.S !== undefined) return one?.S === other?.S;
  if (one?.N === undefined || other?.N === undefined) return false;
  return Number(one.N) === Number(other.N);
}
