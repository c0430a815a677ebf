import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BUSINESSES_TABLE,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  type TableSettings,
} from "../../../lib/resources.ts";
import { SAMPLE_BUSINESSES } from "../../runtime/sample-businesses.ts";
import { createMemoryClient } from "../../tables/memory-client.ts";
import { putBusinesses } from "../../tables/put-businesses.ts";

/** What there is where nobody answers. */
export const MIRROR_TABLES: readonly TableSettings[] = [SESSIONS_TABLE, IDENTITIES_TABLE, BUSINESSES_TABLE];

/** Tables of its own, with the businesses in them. */
export async function startDynamoDB(tables = MIRROR_TABLES): Promise<DynamoDBClient> {
  const client = createMemoryClient(tables);
  await putBusinesses(client, SAMPLE_BUSINESSES);
  return client;
}
