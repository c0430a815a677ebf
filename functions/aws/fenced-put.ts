import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type AttributeMap, toItem } from "./items.ts";

/** Somebody else wrote the item in the meantime: whoever read it before is no longer its writer. */
export class ItemTakenOverError extends Error {
  override readonly name = "ItemTakenOverError";
}

/**
 * Puts an item on top of the revision that it was read at, with the next revision in it.
 *
 * @param revision that it was read at; 0 when it was not there
 * @param first revision of an item that was not there
 * @returns the revision that it has now
 * @throws {ItemTakenOverError}
 */
export async function fencedPut(
  dynamodb: DynamoDBClient,
  tableName: string,
  item: AttributeMap,
  revision: number,
  first = 1,
): Promise<number> {
  const fence =
    revision === 0
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "revision = :revision",
          ExpressionAttributeValues: toItem({ ":revision": revision }),
        };
  const next = revision === 0 ? first : revision + 1;
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: tableName,
        Item: { ...item, ...toItem({ revision: next }) },
        ...fence,
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new ItemTakenOverError("another consumer wrote this item", { cause: error });
  }
  return next;
}
