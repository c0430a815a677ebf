import {
  BUSINESSES_TABLE,
  CHECKPOINTS_TABLE,
  IDENTITIES_TABLE,
  type QueueSettings,
  SESSIONS_TABLE,
  SYNC_QUEUE,
  TURNS_QUEUE,
  TURNS_TABLE,
} from "../../lib/resources.ts";
import type { TableKeys } from "./dynamodb/tables.ts";

/** What the stand-in for AWS holds: the stack's queues and tables, and one table for Powertools' idempotency. */
export const QUEUES: readonly QueueSettings[] = [SYNC_QUEUE, TURNS_QUEUE];

export const IDEMPOTENCY_TABLE: TableKeys = { name: "idempotency", partitionKey: "id" };

export const TABLES: readonly TableKeys[] = [
  SESSIONS_TABLE,
  IDENTITIES_TABLE,
  TURNS_TABLE,
  CHECKPOINTS_TABLE,
  BUSINESSES_TABLE,
  IDEMPOTENCY_TABLE,
];
