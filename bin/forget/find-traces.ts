import { type DynamoDBClient, paginateScan, QueryCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { readItems } from "../../functions/aws/batches.ts";
import { fromItem, toItem } from "../../functions/aws/items.ts";
import { createBusinessRegistry } from "../../functions/businesses/business-registry.ts";
import { branchOf } from "../../functions/identities/branch.ts";
import { identityKey } from "../../functions/identities/plan-identities.ts";
import { groupOf } from "../../functions/sync-events/queue-message.ts";
import type { ForgetRequest } from "./command-line.ts";

/** What is stored about a person: partition keys, by what they are called in a report. */
export interface Traces extends Readonly<Record<Store, readonly string[]>> {
  /** All of their conversations, whether something is stored of them or not: `{branch}#{key}`. */
  readonly conversations: readonly string[];
  /** Whether something of theirs is being answered, or tried at CartaAI. */
  readonly underWay: boolean;
}

export const STORES = ["identities", "sessions", "turns", "checkpoints"] as const;
export type Store = (typeof STORES)[number];

const identitySchema = z.object({ pk: z.string(), conversation: z.string() });
/** A conversation's item in one of the two tables that have one. */
const conversationSchema = z.object({
  pk: z.string(),
  unsettled: z._default(z.array(z.unknown()), []),
  head: z.optional(z.unknown()),
  turn: z.optional(z.unknown()),
});

/**
 * Follows the given identifiers to their conversations, and from there to every identifier that has been tied to them:
 * a person who changed numbers is one person. A conversation is not followed to a number that it once had, because that
 * number may be somebody else's today.
 */
export async function findTraces(request: ForgetRequest, dynamodb: DynamoDBClient): Promise<Traces> {
  const branches = await branchesOf(request, dynamodb);
  const parts = await Promise.all(branches.map((branch) => findInBranch(branch, request, dynamodb)));
  const all = (store: Store) => parts.flatMap((part) => part[store]);
  return {
    identities: all("identities"),
    sessions: all("sessions"),
    turns: all("turns"),
    checkpoints: all("checkpoints"),
    conversations: parts.flatMap((part) => part.conversations),
    underWay: parts.some(({ underWay }) => underWay),
  };
}

/** The restaurant's branches, those that are not registered any more excepted; or the one that was asked for. */
async function branchesOf(
  { subDomain, localId, target }: ForgetRequest,
  dynamodb: DynamoDBClient,
): Promise<string[]> {
  if (localId !== undefined) return [branchOf({ subDomain, localId })];
  const entries = await createBusinessRegistry(dynamodb, target.businesses).list();
  const registered = entries
    .flatMap(({ business }) => business ?? [])
    .filter((business) => business.subDomain === subDomain);
  return [...new Set([branchOf({ subDomain }), ...registered.map(branchOf)])];
}

async function findInBranch(
  branch: string,
  { identifiers, target }: ForgetRequest,
  dynamodb: DynamoDBClient,
): Promise<Traces> {
  const keys = identifiers.map((identifier) => identityKey(branch, identifier));
  const given = (await readItems(dynamodb, target.identities, keys)).map((item) =>
    identitySchema.parse(item),
  );
  // An identifier can be a conversation's key itself, also after the item that said so has expired.
  const conversations = new Set([...identifiers, ...given.map(({ conversation }) => conversation)]);
  const tied = await identitiesTiedTo(conversations, branch, target.identities, dynamodb);
  const conversationKeys = [...conversations].map((conversation) => identityKey(branch, conversation));
  const itemsIn = async (table: string) =>
    (await readItems(dynamodb, table, conversationKeys)).map((item) => conversationSchema.parse(item));
  const sessions = await itemsIn(target.sessions);
  const turns = await itemsIn(target.turns);
  const threads = [...conversations].map((key) => threadOf(branch, key));
  return {
    identities: [...new Set([...given.map(({ pk }) => pk), ...tied])],
    sessions: sessions.map(({ pk }) => pk),
    turns: turns.map(({ pk }) => pk),
    checkpoints: await existingThreads(threads, target.checkpoints, dynamodb),
    conversations: conversationKeys,
    underWay: [...sessions, ...turns].some(
      ({ unsettled, head, turn }) => unsettled.length > 0 || head !== undefined || turn !== undefined,
    ),
  };
}

/** As `functions/ordering` names a conversation's thread: by its FIFO group. */
function threadOf(branch: string, key: string): string {
  const [subDomain = "", localId] = branch.split(":");
  return groupOf({ subDomain, ...(localId !== undefined && { localId }), key });
}

async function existingThreads(
  threads: readonly string[],
  TableName: string,
  dynamodb: DynamoDBClient,
): Promise<string[]> {
  const found = await Promise.all(
    threads.map(async (thread) => {
      const { Count: count = 0 } = await dynamodb.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: toItem({ ":pk": thread }),
          Select: "COUNT",
          Limit: 1,
        }),
      );
      return count > 0 ? [thread] : [];
    }),
  );
  return found.flat();
}

/** Looks through the whole table: it has no other index, and this is done rarely. */
async function identitiesTiedTo(
  conversations: ReadonlySet<string>,
  branch: string,
  TableName: string,
  dynamodb: DynamoDBClient,
): Promise<string[]> {
  const names = [...conversations].map((_, index) => `:c${index}`);
  const values = Object.fromEntries([...conversations].map((each, index) => [`:c${index}`, each]));
  const pages = paginateScan(
    { client: dynamodb },
    {
      TableName,
      ConsistentRead: true,
      FilterExpression: `begins_with(pk, :branch) AND conversation IN (${names.join(", ")})`,
      ExpressionAttributeValues: toItem({ ":branch": identityKey(branch, ""), ...values }),
    },
  );
  const found: string[] = [];
  for await (const { Items = [] } of pages) {
    found.push(...Items.map((item) => identitySchema.parse(fromItem(item)).pk));
  }
  return found;
}
