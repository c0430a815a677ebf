import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { dropApplied } from "../../functions/sessions/session.ts";
import { createContainer } from "../../functions/sync/container.ts";
import { syncBatch } from "../../functions/sync/sync-batch.ts";
import { parseSyncEvent } from "../../functions/sync-events/parse.ts";
import { partsOf } from "../../functions/sync-events/sequence.ts";
import { IDEMPOTENCY_TABLE } from "../stand-ins/resources.ts";

/**
 * The sync Lambda with Powertools' idempotency around each event. The marks and the watermark that it replaces are
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
  for (const record of records.flatMap(oneByOne)) {
    await applyOnce(parseSyncEvent(record.body).id, record, context.getRemainingTimeInMillis());
  }
  return { batchItemFailures: [] };
}

/** A message of several events as a message of each: one that fails must not have the others repeated. */
function oneByOne(record: SQSRecord): SQSRecord[] {
  return partsOf(record.body)?.map(({ body }) => ({ ...record, body })) ?? [record];
}
