import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";

export interface StingyDynamoDB {
  readonly client: DynamoDBClient;
  /** The batches that were asked for, in order. */
  readonly reads: BatchGetItemCommandInput[];
  readonly writes: BatchWriteItemCommandInput[];
}

/**
 * A DynamoDB that does a part of each batch only and leaves the rest unprocessed, as the real one does when it is
 * throttled or an answer grows too large.
 *
 * @param perRequest items that it does of each batch
 */
export function stingyDynamoDB(dynamodb: DynamoDBClient, perRequest: number): StingyDynamoDB {
  const reads: BatchGetItemCommandInput[] = [];
  const writes: BatchWriteItemCommandInput[] = [];

  async function read({ RequestItems: requested = {} }: BatchGetItemCommandInput) {
    const [[table, { Keys: keys = [], ...options }] = ["", { Keys: [] }]] = Object.entries(requested);
    const done = keys.slice(0, perRequest);
    const rest = keys.slice(perRequest);
    const answer =
      done.length === 0
        ? {}
        : await dynamodb.send(
            new BatchGetItemCommand({ RequestItems: { [table]: { ...options, Keys: done } } }),
          );
    return { ...answer, UnprocessedKeys: rest.length === 0 ? {} : { [table]: { ...options, Keys: rest } } };
  }

  async function write({ RequestItems: requested = {} }: BatchWriteItemCommandInput) {
    const [[table, items] = ["", []]] = Object.entries(requested);
    const done = items.slice(0, perRequest);
    const rest = items.slice(perRequest);
    if (done.length > 0) await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: done } }));
    return { UnprocessedItems: rest.length === 0 ? {} : { [table]: rest } };
  }

  const send = (command: Parameters<DynamoDBClient["send"]>[0]) => {
    if (command instanceof BatchGetItemCommand) {
      reads.push(command.input);
      return read(command.input);
    }
    if (command instanceof BatchWriteItemCommand) {
      writes.push(command.input);
      return write(command.input);
    }
    return dynamodb.send(command);
  };
  // The stores send commands and do nothing else with a client.
  return { client: { send } as unknown as DynamoDBClient, reads, writes };
}
