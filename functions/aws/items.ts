import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

export type AttributeMap = Record<string, AttributeValue>;

/** A plain object as a DynamoDB item; what is undefined is left out. */
export function toItem(value: Record<string, unknown>): AttributeMap {
  return marshall(value, { removeUndefinedValues: true });
}

export function fromItem(item: AttributeMap): Record<string, unknown> {
  return unmarshall(item);
}
