import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { awsClientConfig } from "../aws/client-config.ts";
import { createConversationRecords } from "../dead-letters/conversation-records.ts";
import { QUEUE_KINDS } from "../dead-letters/queue-kinds.ts";
import { type Environment, readConfig } from "./config.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import { replay } from "./replay.ts";
import type { ReplayRequest } from "./request.ts";
import type { ReplayResult } from "./results.ts";

export type Replayed = ReplayResult;

export interface ReplayOptions extends Pick<ReplayDependencies, "log" | "onProgress" | "signal"> {
  /** Whether lists show who wrote, and what. Default no. */
  readonly showContent?: boolean;
}

export interface Replayer {
  /** @throws {InvalidEnvironmentError} when the environment does not name the queue's addresses */
  replay(request: ReplayRequest, options: ReplayOptions): Promise<Replayed>;
  close(): void;
}

/** Builds what replays dead letters, for the command and for the Lambda. */
export function createContainer(environment: Environment): Replayer {
  const sqs = new SQSClient(awsClientConfig(environment, "SQS"));
  const dynamodb = new DynamoDBClient(awsClientConfig(environment, "DYNAMODB"));
  return {
    async replay(request, { showContent, ...options }) {
      const config = readConfig(environment, request.queue);
      const dependencies = {
        ...{ sqs, clock: Date.now, ...options },
        queue: {
          kind: QUEUE_KINDS[request.queue],
          url: config.queueUrl,
          deadLettersUrl: config.deadLettersUrl,
        },
        records: createConversationRecords(dynamodb, {
          sessions: config.sessionsTable,
          identities: config.identitiesTable,
        }),
        pause: (milliseconds: number) =>
          sleep(milliseconds, undefined, { signal: options.signal }).catch(() => undefined),
      };
      return await replay(request, dependencies, showContent);
    },
    close() {
      sqs.destroy();
      dynamodb.destroy();
    },
  };
}
