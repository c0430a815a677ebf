import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { LAMBDA_FRAME } from "../configuration/lambda-frame.ts";
import { flushTelemetry } from "../observability/flush-telemetry.ts";
import { answerBatch } from "./answer-batch.ts";
import type { AgentDependencies } from "./dependencies.ts";

/** The agent Lambda around its use case. */
export function createHandler(dependencies: AgentDependencies) {
  return middy<SQSEvent, SQSBatchResponse>(LAMBDA_FRAME)
    .use(flushTelemetry(dependencies.telemetry))
    .handler((event, context) =>
      answerBatch(event.Records, context.getRemainingTimeInMillis(), dependencies),
    );
}
