import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { TableSettings } from "../../lib/resources.ts";

/**
 * Creates the tables as the deployed stack does, but for the time to live: dynalite does not know it, and the code
 * that reads items does not rely on it, because DynamoDB deletes expired items late.
 */
export async function createTables(
  dynamodb: DynamoDBClient,
  tables: readonly TableSettings[],
): Promise<void> {
  await Promise.all(tables.map((table) => dynamodb.send(toCommand(table))));
}

function toCommand({ name, partitionKey, sortKey }: TableSettings): CreateTableCommand {
  const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
  return new CreateTableCommand({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: "S" })),
    KeySchema: keys.map((key, position) => ({
      AttributeName: key,
      KeyType: position === 0 ? "HASH" : "RANGE",
    })),
  });
}
