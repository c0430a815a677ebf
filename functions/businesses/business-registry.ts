import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import { type AttributeMap, fromItem, toItem } from "../aws/items.ts";
import { type Business, businessSchema } from "./business.ts";

/** An item of the businesses table: a business, or something that others have put there and the webhook cannot use. */
export interface RegistryEntry {
  readonly phoneNumberId: string;
  readonly business: Business | undefined;
  /** The fields that are wrong. */
  readonly problems: readonly string[];
}

/** A business with that phone number id is in the table already. */
export class BusinessExistsError extends Error {
  override readonly name = "BusinessExistsError";
}

/** The businesses table as those who manage it see it. The webhook only looks up: see `businesses-table.ts`. */
export interface BusinessRegistry {
  /** Everything in the table, by sub-domain and phone number id. */
  list(): Promise<readonly RegistryEntry[]>;
  /** @returns `undefined` when there is nothing with that id */
  find(phoneNumberId: string): Promise<RegistryEntry | undefined>;
  /** @throws {BusinessExistsError} when the phone number id is taken, also by an item that cannot be used */
  add(business: Business): Promise<void>;
  /** Adds the business, or puts it in the place of the one with its phone number id. @returns what was there */
  replace(business: Business): Promise<RegistryEntry | undefined>;
  /** @returns what was removed; `undefined` when there was nothing with that id */
  remove(phoneNumberId: string): Promise<RegistryEntry | undefined>;
}

export function createBusinessRegistry(dynamodb: DynamoDBClient, tableName: string): BusinessRegistry {
  return {
    async list() {
      const entries: RegistryEntry[] = [];
      const pages = paginateScan({ client: dynamodb }, { TableName: tableName, ConsistentRead: true });
      for await (const { Items = [] } of pages) entries.push(...Items.map(toEntry));
      return entries.toSorted(bySubDomain);
    },

    async find(phoneNumberId) {
      const { Item: item } = await dynamodb.send(
        new GetItemCommand({ TableName: tableName, Key: toItem({ phoneNumberId }), ConsistentRead: true }),
      );
      return item && toEntry(item);
    },

    async add(business) {
      try {
        await dynamodb.send(
          new PutItemCommand({
            TableName: tableName,
            Item: toItem(business),
            ConditionExpression: "attribute_not_exists(phoneNumberId)",
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        throw new BusinessExistsError(`phone number id ${business.phoneNumberId} is registered already`);
      }
    },

    async replace(business) {
      const { Attributes: before } = await dynamodb.send(
        new PutItemCommand({ TableName: tableName, Item: toItem(business), ReturnValues: "ALL_OLD" }),
      );
      return before && toEntry(before);
    },

    async remove(phoneNumberId) {
      const { Attributes: before } = await dynamodb.send(
        new DeleteItemCommand({
          TableName: tableName,
          Key: toItem({ phoneNumberId }),
          ReturnValues: "ALL_OLD",
        }),
      );
      return before && toEntry(before);
    },
  };
}

function toEntry(attributes: AttributeMap): RegistryEntry {
  const item = fromItem(attributes);
  const parsed = businessSchema.safeParse(item);
  const problems = parsed.success ? [] : parsed.error.issues.map(({ path }) => path.map(String).join("."));
  return { phoneNumberId: String(item["phoneNumberId"]), business: parsed.data, problems };
}

function bySubDomain(one: RegistryEntry, other: RegistryEntry): number {
  const keyOf = ({ business, phoneNumberId }: RegistryEntry) =>
    `${business?.subDomain ?? ""} ${phoneNumberId}`;
  return keyOf(one).localeCompare(keyOf(other));
}
