import { DeleteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { MARK_TTL, markKey as turnKey } from "../../functions/agent/turn-store.ts";
import { putItems, readItems } from "../../functions/aws/batches.ts";
import { toItem } from "../../functions/aws/items.ts";
import { DynamoDbSaver } from "../../functions/checkpoints/dynamodb-saver.ts";
import { APPLIED_MARK_TTL, markKey as eventKey } from "../../functions/sessions/applied-marks.ts";
import type { Traces } from "./find-traces.ts";
import { forgetFormer } from "./forget-former.ts";
import type { Target } from "./target.ts";

/**
 * Whoever is forgotten is not written to again: what their items alone knew to be handled is marked, by hash, before they
 * go, so that a message that Meta repeats does not bring the conversation back. Identities last: as long as one is there, it
 * finds the rest of its conversation, should this break off.
 */
export async function erase(traces: Traces, target: Target, dynamodb: DynamoDBClient): Promise<void> {
  const memory = new DynamoDbSaver(dynamodb, target.checkpoints);
  for (const thread of traces.checkpoints) await memory.deleteThread(thread);
  const turnMark = (subDomain: string, message: string) => turnKey({ subDomain, message });
  await markHandled(traces.turns, target.turns, turnMark, MARK_TTL, dynamodb);
  await eraseItems(traces.turns, target.turns, dynamodb);
  const eventMark = (subDomain: string, event: string) => eventKey({ subDomain, event });
  await markHandled(traces.sessions, target.sessions, eventMark, APPLIED_MARK_TTL, dynamodb);
  await eraseItems(traces.sessions, target.sessions, dynamodb);
  await forgetFormer(traces.conversations, target.identities, dynamodb);
  await eraseItems(traces.identities, target.identities, dynamodb);
}

/** What is in the watermark of an item: it may hold nothing else that is understood. */
const watermarkSchema = z.object({ pk: z.string(), recent: z.catch(z.array(z.string()), []) });

/** @param timeToLive of a mark, seconds */
async function markHandled(
  keys: readonly string[],
  table: string,
  keyOf: (subDomain: string, hash: string) => string,
  timeToLive: number,
  dynamodb: DynamoDBClient,
): Promise<void> {
  const items = await readItems(dynamodb, table, keys);
  const expiresAt = Math.floor(Date.now() / 1000) + timeToLive;
  const marks = items.flatMap((item) => {
    const { pk, recent } = watermarkSchema.parse(item);
    const [branch = ""] = pk.split("#");
    const [subDomain = ""] = branch.split(":");
    return recent.map((hash) => keyOf(subDomain, hash));
  });
  await putItems(
    dynamodb,
    table,
    [...new Set(marks)].map((pk) => toItem({ pk, expiresAt })),
  );
}

async function eraseItems(
  keys: readonly string[],
  TableName: string,
  dynamodb: DynamoDBClient,
): Promise<void> {
  for (const pk of keys) await dynamodb.send(new DeleteItemCommand({ TableName, Key: toItem({ pk }) }));
}
