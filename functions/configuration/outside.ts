import { setTimeout } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { awsClientConfig } from "../aws/client-config.ts";
import { createTelemetry, type Telemetry } from "../observability/telemetry.ts";

/** Waits for so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/** All through which a Lambda reaches out of its process, but for the clock. Containers build the rest on top of it. */
export interface Outside {
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly fetch: typeof fetch;
  /** Aborts, with a TimeoutError, after so many milliseconds. */
  readonly timeoutSignal: (milliseconds: number) => AbortSignal;
  readonly pause: Pause;
  /** Where logs and metrics go. */
  readonly telemetry: (service: string) => Telemetry;
}

/** The real things: AWS's own clients, the network and the machine's timers. */
export function connectOutside(environment: Readonly<Record<string, string | undefined>>): Outside {
  return {
    sqs: new SQSClient(awsClientConfig(environment, "SQS")),
    dynamodb: new DynamoDBClient(awsClientConfig(environment, "DYNAMODB")),
    fetch,
    timeoutSignal: (milliseconds) => AbortSignal.timeout(milliseconds),
    pause: (milliseconds) => setTimeout(milliseconds),
    telemetry: createTelemetry,
  };
}
