import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  BUSINESSES_TABLE,
  CHECKPOINTS_TABLE,
  DEAD_LETTER_RETENTION,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  SYNC_QUEUE,
} from "../../../lib/resources.ts";
import { createShutdown } from "../../../local/runtime/shutdown.ts";
import { type Stores, startStores } from "../../../local/runtime/stores.ts";
import { PATIENT } from "../../support/patience.ts";

vi.setConfig(PATIENT);

const shutdown = createShutdown();
let stores: Stores;

beforeAll(async () => {
  stores = await startStores(shutdown);
});
afterAll(() => shutdown.run());

async function attributesOf(name: string) {
  const { Attributes } = await stores.queues.client.send(
    new GetQueueAttributesCommand({ QueueUrl: stores.queues.queueUrl(name), AttributeNames: ["All"] }),
  );
  return Attributes ?? {};
}

const HIGH_THROUGHPUT_FIFO = {
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "messageGroup",
  FifoThroughputLimit: "perMessageGroupId",
};

describe("the local stores", () => {
  it("have the shared settings' queue, as high-throughput FIFO with redrive", async () => {
    const { RedrivePolicy: redrivePolicy = "", ...attributes } = await attributesOf(SYNC_QUEUE.name);
    expect(attributes).toMatchObject({
      ...HIGH_THROUGHPUT_FIFO,
      VisibilityTimeout: String(SYNC_QUEUE.visibilityTimeout),
      MessageRetentionPeriod: String(SYNC_QUEUE.retention),
    });
    const deadLetters = await attributesOf(SYNC_QUEUE.deadLetterName);
    expect(JSON.parse(redrivePolicy)).toEqual({
      deadLetterTargetArn: deadLetters["QueueArn"],
      maxReceiveCount: SYNC_QUEUE.maxReceiveCount,
    });
  });

  it("have its dead-letter queue, FIFO too, which keeps dead letters as long as can be", async () => {
    expect(await attributesOf(SYNC_QUEUE.deadLetterName)).toMatchObject({
      ...HIGH_THROUGHPUT_FIFO,
      MessageRetentionPeriod: String(DEAD_LETTER_RETENTION),
    });
  });

  it.each([SESSIONS_TABLE, IDENTITIES_TABLE, CHECKPOINTS_TABLE, BUSINESSES_TABLE])(
    "have the shared settings' table $name, ready to use",
    async ({ name, partitionKey, sortKey }) => {
      const { Table: table } = await stores.tables.client.send(new DescribeTableCommand({ TableName: name }));
      expect(table?.TableStatus).toBe("ACTIVE");
      expect(table?.KeySchema).toEqual([
        { AttributeName: partitionKey, KeyType: "HASH" },
        ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: "RANGE" }]),
      ]);
    },
  );
});
