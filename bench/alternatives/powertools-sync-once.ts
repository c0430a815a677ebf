import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { dropApplied } from "../../functions/sessions/session.ts";
import { createContainer } from "../../functions/sync/container.ts";
import { syncBatch } from "../../functions/sync/sync-batch.ts";
import { IDEMPOTENCY_TABLE } from "../stand-ins/resources.ts";

/**
 * The sync Lambda with Powertools' idempotency around each queue message. The marks and the watermark that it replaces are
 * left out; sessions and attempts are written down as ever, since a record of what we have done does not tell what CartaAI
 * has, and sessions are remembered as ever.
 */
const dependencies = createContainer(process.env);
const { sessions } = dependencies;
const complete: typeof sessions.complete = async (session) => {
  dropApplied(session, session.recent);
  // Nothing is marked, so there is nothing that memory would have to be asked about.
  session.forgottenUntil = 0;
  await sessions.save(session);
};
const unmarked = { ...dependencies, sessions: { ...sessions, complete } };

const config = new IdempotencyConfig({});
const applyOnce = makeIdempotent(
  async (_id: string, record: SQSRecord, remaining: number) => {
    const { batchItemFailures } = await syncBatch([record], remaining, unmarked);
    if (batchItemFailures.length > 0) throw new Error("not applied");
    return true;
  },
  {
    persistenceStore: new DynamoDBPersistenceLayer({ tableName: IDEMPOTENCY_TABLE.name }),
    config,
    dataIndexArgument: 0,
    keyPrefix: "sync",
  },
);

export async function handler({ Records: records }: SQSEvent, context: Context) {
  config.registerLambdaContext(context);
  // The same for the same events, whenever they are sent.
  for (const record of records)
    await applyOnce(
      record.attributes.MessageDeduplicationId ?? record.messageId,
      record,
      context.getRemainingTimeInMillis(),
    );
  return { batchItemFailures: [] };
}
