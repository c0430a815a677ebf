import { setTimeout } from "node:timers/promises";
import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import {
  BUSINESSES_TABLE,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  type TableSettings,
} from "../../../lib/resources.ts";
import { SAMPLE_BUSINESSES } from "../../runtime/sample-businesses.ts";
import { createTables } from "../../tables/create-tables.ts";
import { createDirectClient } from "../../tables/direct-client.ts";
import { putBusinesses } from "../../tables/put-businesses.ts";

/** What there is where nobody answers. */
export const MIRROR_TABLES: readonly TableSettings[] = [SESSIONS_TABLE, IDENTITIES_TABLE, BUSINESSES_TABLE];

/** A dynalite of its own, with the tables and businesses in it, asked without a socket. */
export async function startDynamoDB(tables = MIRROR_TABLES): Promise<DynamoDBClient> {
  const client = createDirectClient(dynalite({ createTableMs: 0 }));
  await createTables(client, tables);
  for (const { name } of tables) await becomeActive(client, name);
  await putBusinesses(client, SAMPLE_BUSINESSES);
  return client;
}

async function becomeActive(client: DynamoDBClient, TableName: string): Promise<void> {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === "ACTIVE") return;
    await setTimeout(1);
  }
}
