import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { answerBatch } from "../../functions/agent/answer-batch.ts";
import { createContainer } from "../../functions/agent/container.ts";
import { readBatch } from "../../functions/agent/queued-turn.ts";
import { IDEMPOTENCY_TABLE } from "../stand-ins/resources.ts";

/**
 * The agent Lambda with Powertools' idempotency around each turn. The marks and the watermark that it replaces are left
 * out; what the turn has come to is written down as ever, since a turn that is interrupted has to be resumed, not only
 * recognised.
 */
const dependencies = createContainer(process.env);
const { store } = dependencies;
const complete: typeof store.complete = async (record) => {
  record.recent = [];
  await store.save(record);
};
const unmarked = { ...dependencies, store: { ...store, complete } };

const config = new IdempotencyConfig({});
const answerOnce = makeIdempotent(
  async (_hash: string, record: SQSRecord, remaining: number) => {
    const { batchItemFailures } = await answerBatch([record], remaining, unmarked);
    if (batchItemFailures.length > 0) throw new Error("not answered");
    return true;
  },
  {
    persistenceStore: new DynamoDBPersistenceLayer({ tableName: IDEMPOTENCY_TABLE.name }),
    config,
    dataIndexArgument: 0,
    // The message and its turn have the same id.
    keyPrefix: "agent",
  },
);

export async function handler({ Records: records }: SQSEvent, context: Context) {
  config.registerLambdaContext(context);
  for (const { record, hash } of [...readBatch(records).conversations.values()].flat())
    await answerOnce(hash, record, context.getRemainingTimeInMillis());
  return { batchItemFailures: [] };
}
