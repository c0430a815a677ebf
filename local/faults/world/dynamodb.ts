import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BUSINESSES_TABLE,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  type TableSettings,
} from "../../../lib/resources.ts";
import { SAMPLE_BUSINESSES } from "../../runtime/sample-businesses.ts";
import { putBusinesses } from "../../tables/put-businesses.ts";
import { startDirectTables } from "../../tables/start-direct.ts";

/** What there is where nobody answers. */
export const MIRROR_TABLES: readonly TableSettings[] = [SESSIONS_TABLE, IDENTITIES_TABLE, BUSINESSES_TABLE];

/** A dynalite of its own, with the tables and businesses in it, asked without a socket. */
export async function startDynamoDB(tables = MIRROR_TABLES): Promise<DynamoDBClient> {
  const client = await startDirectTables(tables);
  await putBusinesses(client, SAMPLE_BUSINESSES);
  return client;
}
