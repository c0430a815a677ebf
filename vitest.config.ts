import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { isJavaThere } from "./test/support/dynamodb-local.ts";

const setup = "test/support/temporary-root.ts";

/** What is stored, and read back: run against dynalite with everything else, and here against Amazon's own DynamoDB Local. */
const againstDynamoDBLocal: TestProjectInlineConfiguration = {
  extends: true,
  resolve: {
    alias: [
      {
        find: /^.*\/start-tables\.ts$/,
        replacement: new URL("test/support/dynamodb-local-tables.ts", import.meta.url).pathname,
      },
    ],
  },
  test: {
    name: "dynamodb-local",
    include: [
      "test/{sessions,identities,businesses,checkpoints}/*.test.ts",
      "test/agent/{turns,crashes}.integration.test.ts",
      "test/sync/{order,settling}.integration.test.ts",
    ],
    globalSetup: [setup, "test/support/dynamodb-local.ts"],
    // The files share one database, so one runs at a time, when all others have.
    fileParallelism: false,
    sequence: { groupOrder: 1 },
  },
};

export default defineConfig({
  test: {
    // Far more than any test needs: a busy machine must not decide what is right.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Test files keep no state in modules, so workers are shared: starting one costs more than most files.
    isolate: false,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "bridge", include: ["test/**/*.test.ts"], globalSetup: [setup] } },
      ...storageProjects(),
    ],
  },
});

function storageProjects() {
  if (isJavaThere()) return [againstDynamoDBLocal];
  if (process.env["CI"])
    throw new Error("CI runs the storage tests against DynamoDB Local, which needs Java");
  console.warn("No Java here: the storage tests run on dynalite only, and not on DynamoDB Local as well.");
  return [];
}
