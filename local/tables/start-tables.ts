import { promisify } from "node:util";
import { DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import type { TableSettings } from "../../lib/resources.ts";
import { bind } from "../http/listen.ts";
import { LOOPBACK } from "../http/loopback.ts";
import { clientSettings } from "../runtime/aws-account.ts";
import { createTables } from "./create-tables.ts";

/** Seconds. */
const READY_WITHIN = { minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 30 } as const;

export interface Tables {
  /** What `AWS_ENDPOINT_URL_DYNAMODB` has to be. */
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
}

/** DynamoDB in this process (dynalite, in memory, on a free port), with the tables in it. */
export async function startTables(tables: readonly TableSettings[]): Promise<Tables> {
  const server = dynalite({ createTableMs: 0 });
  const endpoint = `http://${LOOPBACK}:${await bind(server, 0)}`;
  const client = new DynamoDBClient(clientSettings(endpoint));
  await createTables(client, tables);
  // A new table takes nothing until it is ready, here as in AWS.
  await Promise.all(
    tables.map(({ name }) => waitUntilTableExists({ client, ...READY_WITHIN }, { TableName: name })),
  );
  return {
    endpoint,
    client,
    async stop() {
      client.destroy();
      const closed = promisify(server.close.bind(server))();
      server.closeAllConnections();
      await closed;
    },
  };
}
