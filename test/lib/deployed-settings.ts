import * as z from "zod/mini";
import type { Synthesis } from "./synthesis.ts";

const PREFIX = /^conversation-bridge-[a-z]+-/;

const queueSchema = z.object({
  QueueName: z.string(),
  FifoQueue: z.boolean(),
  DeduplicationScope: z.string(),
  FifoThroughputLimit: z.string(),
  ContentBasedDeduplication: z.prefault(z.boolean(), false),
  /** SQS's own default. */
  VisibilityTimeout: z.prefault(z.number(), 30),
  MessageRetentionPeriod: z.number(),
  RedrivePolicy: z.optional(z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() })),
});
const mappingSchema = z.object({
  BatchSize: z.number(),
  EventSourceArn: z.unknown(),
  FunctionName: z.unknown(),
  FunctionResponseTypes: z.prefault(z.array(z.string()), []),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
});
const functionSchema = z.object({
  Timeout: z.number(),
  Environment: z.object({ Variables: z.looseObject({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});
const tableSchema = z.object({
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
  BillingMode: z.literal("PAY_PER_REQUEST"),
  TimeToLiveSpecification: z.optional(z.object({ AttributeName: z.string(), Enabled: z.literal(true) })),
});
const referenceSchema = z.union([
  z.object({ Ref: z.string() }),
  z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }),
]);

/** The queues of a template by their names without the stage's prefix, in SQS's own words where they are text. */
export function deployedQueues(synthesis: Synthesis) {
  const queues = resourcesOf(synthesis, "AWS::SQS::Queue", queueSchema);
  const nameOf = (logicalId: string) => queues.get(logicalId)?.QueueName.replace(PREFIX, "") ?? logicalId;
  return new Map(
    [...queues].map(([logicalId, queue]) => [
      nameOf(logicalId),
      {
        fifo: String(queue.FifoQueue),
        deduplicationScope: queue.DeduplicationScope,
        throughputLimit: queue.FifoThroughputLimit,
        contentBased: String(queue.ContentBasedDeduplication),
        visibility: queue.VisibilityTimeout,
        retention: queue.MessageRetentionPeriod,
        maxReceiveCount: queue.RedrivePolicy?.maxReceiveCount,
        deadLetters: queue.RedrivePolicy && nameOf(idIn(queue.RedrivePolicy.deadLetterTargetArn)),
      },
    ]),
  );
}

/** Which Lambda is given which queue's messages, and how; with the Lambda's timeout in seconds. */
export function deployedMappings(synthesis: Synthesis) {
  const queues = resourcesOf(synthesis, "AWS::SQS::Queue", queueSchema);
  const lambdas = resourcesOf(synthesis, "AWS::Lambda::Function", functionSchema);
  const mappings = resourcesOf(synthesis, "AWS::Lambda::EventSourceMapping", mappingSchema);
  return [...mappings.values()].map((mapping) => {
    const lambda = lambdas.get(idIn(mapping.FunctionName));
    return {
      functionName: lambda?.Environment.Variables.POWERTOOLS_SERVICE_NAME.replace(/-[a-z]+$/, ""),
      queue: queues.get(idIn(mapping.EventSourceArn))?.QueueName.replace(PREFIX, ""),
      batchSize: mapping.BatchSize,
      timeout: lambda?.Timeout,
      maxConcurrency: mapping.ScalingConfig.MaximumConcurrency,
      reportBatchItemFailures: mapping.FunctionResponseTypes.includes("ReportBatchItemFailures"),
    };
  });
}

/** The tables by the last part of their construct path, in small letters: "Stores/Sessions" is "sessions". */
export function deployedTables(synthesis: Synthesis) {
  const tables = resourcesOf(synthesis, "AWS::DynamoDB::Table", tableSchema);
  return new Map(
    [...tables].map(([logicalId, table]) => [
      synthesis.paths.get(logicalId)?.split("/").at(-1)?.toLowerCase() ?? logicalId,
      { keys: table.KeySchema, timeToLive: table.TimeToLiveSpecification?.AttributeName },
    ]),
  );
}

function resourcesOf<Schema extends z.ZodMiniType>({ template }: Synthesis, type: string, schema: Schema) {
  return new Map(
    Object.entries(template.findResources(type)).map(([logicalId, { Properties }]) => [
      logicalId,
      schema.parse(Properties),
    ]),
  );
}

function idIn(reference: unknown): string {
  const parsed = referenceSchema.parse(reference);
  return "Ref" in parsed ? parsed.Ref : parsed["Fn::GetAtt"][0];
}
