import { DeleteTableCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { inject } from "vitest";
import type { TableSettings } from "../../lib/resources.ts";
import { createTables } from "../../local/tables/create-tables.ts";
import { localDynamoDB } from "./dynamodb-local-client.ts";

/** Seconds. */
const READY_WITHIN = { minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 30 } as const;

/**
 * Stands in for `local/tables/start-tables.ts` where the storage tests run against DynamoDB Local; see vitest.config.ts.
 * One database for all: a test file removes its tables when it stops them.
 */
export async function startTables(tables: readonly TableSettings[]) {
  const endpoint = inject("dynamodbLocal");
  const client = localDynamoDB(endpoint);
  await createTables(client, tables);
  await Promise.all(
    tables.map(({ name }) => waitUntilTableExists({ client, ...READY_WITHIN }, { TableName: name })),
  );
  return {
    endpoint,
    client,
    async stop() {
      await Promise.all(tables.map(({ name }) => client.send(new DeleteTableCommand({ TableName: name }))));
      client.destroy();
    },
  };
}
