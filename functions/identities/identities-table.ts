import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { readItems } from "../aws/batches.ts";
import { toItem } from "../aws/items.ts";
import type { Pause } from "../configuration/outside.ts";
import { formerlyText, type Identity, identityItemSchema } from "./identity-item.ts";

export type { Identity };

/** Identifiers under a branch, and the conversations that they belong to. */
export interface IdentityStore {
  /** Those of the keys that are tied to a conversation. Strongly consistent. */
  read(keys: readonly string[]): Promise<Map<string, Identity>>;
  /**
   * Ties an identifier to a conversation, if it is still as it was when this was decided.
   *
   * @param before what was read; `undefined` for an identifier that was not tied
   * @returns what the identifier is tied to now: somebody else may have been faster
   */
  tie(key: string, identity: Identity, before: Identity | undefined): Promise<Identity>;
}

/** Seconds. Far longer than any event of the conversation can still be under way (dead letters live 14 days). */
const TTL = 90 * 24 * 60 * 60;
/** Renewed when only this much is left, so that a regular customer costs a write every two months, not each message. */
const RENEW_BELOW = TTL / 3;

/** @param clock epoch milliseconds */
export function createIdentitiesTable(
  dynamodb: DynamoDBClient,
  tableName: string,
  clock: () => number = Date.now,
  pause?: Pause,
): IdentityStore {
  const now = () => Math.floor(clock() / 1000);

  const store: IdentityStore = {
    async read(keys) {
      const items = await readItems(dynamodb, tableName, keys, pause);
      const parsed = items.map((item) => identityItemSchema.parse(item));
      await Promise.all(
        parsed
          .filter(({ expiresAt }) => expiresAt - now() < RENEW_BELOW)
          .map(({ pk, expiresAt: _, ...identity }) => store.tie(pk, identity, identity)),
      );
      return new Map(parsed.map(({ pk, expiresAt: _, ...identity }) => [pk, identity]));
    },

    async tie(key, { conversation, userId, formerly }, before) {
      const identity = { conversation, userId, ...(formerly?.length && { formerly }) };
      try {
        await dynamodb.send(
          new PutItemCommand({
            TableName: tableName,
            Item: toItem({
              ...{ pk: key, ...identity, formerly: formerlyText(identity) },
              expiresAt: now() + TTL,
            }),
            ...unchangedSince(before),
          }),
        );
        return identity;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const [item] = await readItems(dynamodb, tableName, [key], pause);
        if (item === undefined) return await store.tie(key, identity, undefined);
        return identityItemSchema.parse(item);
      }
    },
  };
  return store;
}

function unchangedSince(before: Identity | undefined): Partial<PutItemCommandInput> {
  if (before === undefined) return { ConditionExpression: "attribute_not_exists(pk)" };
  // Its history too: it may have gone elsewhere and come back.
  const formerly = formerlyText(before);
  const isSame = formerly === undefined ? "attribute_not_exists(formerly)" : "formerly = :formerly";
  return {
    ConditionExpression: `conversation = :before AND ${isSame}`,
    ExpressionAttributeValues: toItem({ ":before": before.conversation, ":formerly": formerly }),
  };
}
