import { setImmediate } from "node:timers/promises";
import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { TableSettings } from "../../lib/resources.ts";
import { createTables } from "./create-tables.ts";
import { createDirectClient } from "./direct-client.ts";
import { createDynaliteEngine } from "./dynalite-engine.ts";

/** A dynalite of its own, with the tables in it, asked without a socket. */
export async function startDirectTables(tables: readonly TableSettings[]): Promise<DynamoDBClient> {
  const client = createDirectClient(createDynaliteEngine());
  await createTables(client, tables);
  for (const { name } of tables) await becomeActive(client, name);
  return client;
}

async function becomeActive(client: DynamoDBClient, TableName: string): Promise<void> {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === "ACTIVE") return;
    await setImmediate();
  }
}
