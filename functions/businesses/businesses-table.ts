import { type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { fromItem, toItem } from "../aws/items.ts";
import { type Business, businessSchema } from "./business.ts";

/** Finds a business by its phone number id; `undefined` when nobody has registered it. */
export type FindBusiness = (phoneNumberId: string) => Promise<Business | undefined>;

/** Eventually consistent on purpose: the answer is cached for a minute anyway. */
export function createBusinessesTable(dynamodb: DynamoDBClient, tableName: string): FindBusiness {
  return async (phoneNumberId) => {
    const { Item: item } = await dynamodb.send(
      new GetItemCommand({ TableName: tableName, Key: toItem({ phoneNumberId }) }),
    );
    return item === undefined ? undefined : businessSchema.parse(fromItem(item));
  };
}
