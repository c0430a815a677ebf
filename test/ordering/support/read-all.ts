import { QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Conversation } from "../../../functions/sync-events/contract.ts";
import { groupOf } from "../../../functions/sync-events/queue-message.ts";
import { CHECKPOINTS_TABLE } from "../../../lib/resources.ts";
import type { Tables } from "../../../local/tables/start-tables.ts";

/** The latest items of a conversation's checkpoints; of all of them without one. */
export async function readAll({ client }: Tables, conversation?: Conversation) {
  const TableName = CHECKPOINTS_TABLE.name;
  const { Items: items = [] } =
    conversation === undefined
      ? await client.send(new ScanCommand({ TableName }))
      : await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": { S: groupOf(conversation) } },
            ScanIndexForward: false,
            Limit: 3,
          }),
        );
  return items;
}
