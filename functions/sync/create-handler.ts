import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { LAMBDA_FRAME } from "../configuration/lambda-frame.ts";
import { flushTelemetry } from "../observability/flush-telemetry.ts";
import type { SyncDependencies } from "./dependencies.ts";
import { syncBatch } from "./sync-batch.ts";

/** The sync Lambda around its use case. */
export function createHandler(dependencies: SyncDependencies) {
  return middy<SQSEvent, SQSBatchResponse>(LAMBDA_FRAME)
    .use(flushTelemetry(dependencies.telemetry))
    .handler((event, context) => syncBatch(event.Records, context.getRemainingTimeInMillis(), dependencies));
}
