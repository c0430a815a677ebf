import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { readItems } from "../aws/batches.ts";
import { toItem } from "../aws/items.ts";
import type { Pause } from "../configuration/outside.ts";
import { sha256 } from "../sync-events/queue-message.ts";

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
  return sha256(conversation);
}

/**
 * Tells apart what an item under a mark's key may say: that something is done, who is at it, or that it is a dead letter, and
 * the queue message that it was then. Each is put in another one's place.
 */
export function readClaims(items: ReadonlyMap<unknown, Record<string, unknown>>, keys: readonly string[]) {
  const marked = new Set<string>();
  const holders = new Map<string, string>();
  const asides = new Map<string, string>();
  for (const key of keys) {
    const item = items.get(key);
    if (item === undefined) continue;
    const { claimedBy, aside } = item;
    if (typeof claimedBy === "string") holders.set(key, claimedBy);
    else if (typeof aside === "string") asides.set(key, aside);
    else marked.add(key);
  }
  return { marked, holders, asides };
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
  const { marked } = readClaims(new Map(item && [[key, item]]), [key]);
  return marked.has(key) ? "done" : "held-elsewhere";
}
