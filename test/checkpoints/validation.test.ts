import { validate } from "@langchain/langgraph-checkpoint-validation";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DynamoDbSaver } from "../../functions/checkpoints/dynamodb-saver.ts";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";

// LangGraph's own suite takes the test runner's functions from the global scope, as in Jest.
Object.assign(globalThis, { describe, it, expect, beforeAll, afterAll, beforeEach, afterEach });

const databases = new Map<DynamoDbSaver, Tables>();

validate({
  checkpointerName: "DynamoDbSaver",
  async createCheckpointer() {
    const tables = await startTables([CHECKPOINTS_TABLE]);
    const saver = new DynamoDbSaver(tables.client, CHECKPOINTS_TABLE.name);
    databases.set(saver, tables);
    return saver;
  },
  async destroyCheckpointer(saver) {
    await databases.get(saver)?.stop();
    databases.delete(saver);
  },
});
