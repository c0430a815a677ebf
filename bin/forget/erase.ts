import { DeleteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { toItem } from "../../functions/aws/items.ts";
import { DynamoDbSaver } from "../../functions/checkpoints/dynamodb-saver.ts";
import type { Traces } from "./find-traces.ts";
import type { Target } from "./target.ts";

/** Identities last: as long as one is there, it finds the rest of its conversation, should this break off. */
export async function erase(traces: Traces, target: Target, dynamodb: DynamoDBClient): Promise<void> {
  const memory = new DynamoDbSaver(dynamodb, target.checkpoints);
  for (const thread of traces.checkpoints) await memory.deleteThread(thread);
  await eraseItems(traces.turns, target.turns, dynamodb);
  await eraseItems(traces.sessions, target.sessions, dynamodb);
  await eraseItems(traces.identities, target.identities, dynamodb);
}

async function eraseItems(
  keys: readonly string[],
  TableName: string,
  dynamodb: DynamoDBClient,
): Promise<void> {
  for (const pk of keys) await dynamodb.send(new DeleteItemCommand({ TableName, Key: toItem({ pk }) }));
}
