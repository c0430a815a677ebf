import {
  BUSINESSES_TABLE,
  CHECKPOINTS_TABLE,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  SYNC_QUEUE,
  TURNS_QUEUE,
  TURNS_TABLE,
} from "../../lib/resources.ts";
import { type Queues, startQueues } from "../queues/start-queues.ts";
import { type Secrets, startSecrets } from "../secrets/start-secrets.ts";
import { startTables, type Tables } from "../tables/start-tables.ts";
import { NO_OBSERVER, type SystemObserver } from "./observer.ts";
import type { Shutdown } from "./shutdown.ts";

export interface Stores {
  readonly queues: Queues;
  readonly tables: Tables;
  readonly secrets: Secrets;
}

/** Starts what keeps the system's data: all of it in memory, empty at each start. */
export async function startStores(
  shutdown: Shutdown,
  { onQueueAction }: Pick<SystemObserver, "onQueueAction"> = NO_OBSERVER,
): Promise<Stores> {
  const queues = await startQueues([SYNC_QUEUE, TURNS_QUEUE], onQueueAction);
  shutdown.add(queues.stop);
  const tables = await startTables([
    SESSIONS_TABLE,
    IDENTITIES_TABLE,
    TURNS_TABLE,
    CHECKPOINTS_TABLE,
    BUSINESSES_TABLE,
  ]);
  shutdown.add(tables.stop);
  const secrets = await startSecrets();
  shutdown.add(secrets.stop);
  return { queues, tables, secrets };
}
