import { type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { toItem } from "../../functions/aws/items.ts";
import type { Business } from "../../functions/businesses/business.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";

/** Registers the businesses, so that their phone number ids are known. */
export async function putBusinesses(dynamodb: DynamoDBClient, businesses: readonly Business[]) {
  await Promise.all(
    businesses.map((business) =>
      dynamodb.send(new PutItemCommand({ TableName: BUSINESSES_TABLE.name, Item: toItem(business) })),
    ),
  );
}
