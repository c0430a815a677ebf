import { type DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { fromItem } from "../../functions/aws/items.ts";
import { createIdentitiesTable } from "../../functions/identities/identities-table.ts";
import { identityItemSchema } from "../../functions/identities/identity-item.ts";

/**
 * Erases what identifiers that have gone elsewhere, to somebody else even, remember of a conversation. Looks through the
 * whole table, as whoever searches for a person's identifiers does.
 *
 * @param conversations `{branch}#{conversation's key}`
 */
export async function forgetFormer(
  conversations: readonly string[],
  TableName: string,
  dynamodb: DynamoDBClient,
): Promise<void> {
  const identities = createIdentitiesTable(dynamodb, TableName);
  const query = { TableName, ConsistentRead: true, FilterExpression: "attribute_exists(formerly)" };
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, query)) {
    for (const item of Items) {
      const { pk, expiresAt: _, ...identity } = identityItemSchema.parse(fromItem(item));
      const { formerly = [] } = identity;
      const branch = pk.slice(0, pk.indexOf("#"));
      const rest = formerly.filter((key) => !conversations.includes(`${branch}#${key}`));
      if (rest.length < formerly.length) await identities.tie(pk, { ...identity, formerly: rest }, identity);
    }
  }
}
