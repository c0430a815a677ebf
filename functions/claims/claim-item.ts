import { createHash } from "node:crypto";
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { readItems } from "../aws/batches.ts";
import { toItem } from "../aws/items.ts";
import type { Pause } from "../configuration/outside.ts";

/**
 * What became of a claim (docs/decisions/0021). "held": whoever asked holds it now; "held-elsewhere": another conversation
 * does; "done": nobody needs to, because it is marked as applied, or handled.
 */
export type Claim = "held" | "held-elsewhere" | "done";

export interface ClaimRequest {
  /** Partition key of the claim, which is that of the mark it will become. */
  readonly key: string;
  /** Partition key of the conversation that asks. */
  readonly conversation: string;
  /**
   * Partition keys of conversations that it may be taken from. Only for a replay, which may also claim what is marked as a
   * dead letter; undefined for a copy that comes in the ordinary way.
   */
  readonly takenFrom: readonly string[] | undefined;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** Claims outlive the person's own items, so they name a conversation by its hash. */
export function holderOf(conversation: string): string {
  return createHash("sha256").update(conversation).digest("base64url").slice(0, 22);
}

/** A claim becomes a mark when a mark is put in its place: marks have no holder. A mark may be one of a dead letter. */
export function readClaims(items: ReadonlyMap<unknown, Record<string, unknown>>, keys: readonly string[]) {
  const found = keys.filter((key) => items.has(key));
  const holders = new Map<string, string>();
  for (const key of found) {
    const holder = items.get(key)?.["claimedBy"];
    if (typeof holder === "string") holders.set(key, holder);
  }
  return { marked: new Set(found.filter((key) => !holders.has(key))), holders };
}

/** Claims something for a conversation, unless it is done, or another one holds it. */
export async function claimItem(
  dynamodb: DynamoDBClient,
  tableName: string,
  { key, conversation, takenFrom, expiresAt }: ClaimRequest,
  pause?: Pause,
): Promise<Claim> {
  const holders = [conversation, ...(takenFrom ?? [])].map(holderOf);
  const orDead = takenFrom === undefined ? "" : " OR attribute_exists(aside)";
  const names = holders.map((_, index) => `:holder${index}`);
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: tableName,
        Item: toItem({ pk: key, claimedBy: holderOf(conversation), expiresAt }),
        ConditionExpression: `attribute_not_exists(pk) OR claimedBy IN (${names.join(", ")})${orDead}`,
        ExpressionAttributeValues: toItem(
          Object.fromEntries(holders.map((holder, index) => [names[index], holder])),
        ),
      }),
    );
    return "held";
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  const [item] = await readItems(dynamodb, tableName, [key], pause);
  const isMark = item !== undefined && item["claimedBy"] === undefined && item["aside"] === undefined;
  return isMark ? "done" : "held-elsewhere";
}
