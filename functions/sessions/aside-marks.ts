import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { toItem } from "../aws/items.ts";
import { holderOf } from "../claims/claim-item.ts";
import { type EventKey, markKey } from "./applied-marks.ts";

/** A dead letter, and the queue message that it was. */
export interface AsideMark extends EventKey {
  readonly messageId: string;
}

/**
 * Marks events as dead letters, once their session has no room for them any more. It is the item that marks an event as
 * applied, so that it is read without a further key, and it replaces none that says so, nor another conversation's claim.
 *
 * @param conversation partition key of the session
 * @param expiresAt epoch seconds
 */
export async function markAside(
  dynamodb: DynamoDBClient,
  TableName: string,
  conversation: string,
  marks: readonly AsideMark[],
  expiresAt: number,
): Promise<void> {
  await Promise.all(
    marks.map(async ({ messageId, ...key }) => {
      const Item = toItem({ pk: markKey(key), aside: messageId, expiresAt });
      try {
        await dynamodb.send(
          new PutItemCommand({
            TableName,
            Item,
            ConditionExpression: "attribute_not_exists(pk) OR attribute_exists(aside) OR claimedBy = :own",
            ExpressionAttributeValues: toItem({ ":own": holderOf(conversation) }),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }),
  );
}
