import type { RemovalPolicy } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { REPLAY } from "../resources.ts";
import type { StageSettings } from "../stage-settings.ts";
import { LambdaFunction } from "./lambda-function.ts";

interface QueueWithDeadLetters {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

export interface ReplayProps {
  readonly stage: StageSettings;
  readonly logRemoval: RemovalPolicy;
  /** Of sync events. */
  readonly sync: QueueWithDeadLetters;
  /** Of customers' messages to the agent. */
  readonly turns: QueueWithDeadLetters;
  readonly sessions: Table;
  readonly identities: Table;
}

/** The Lambda that brings dead letters back. Nothing invokes it but an operator, by hand. */
export class Replay extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ReplayProps) {
    super(scope, id);
    const { stage, logRemoval, sync, turns, sessions, identities } = props;
    this.lambda = new LambdaFunction(this, "Replay", {
      name: "replay",
      stage,
      description: "Lists, previews, sends back and discards dead letters; invoked by hand",
      timeout: REPLAY.timeout,
      settings: stage.replay,
      logRemoval,
      environment: {
        SYNC_QUEUE_URL: sync.queue.queueUrl,
        SYNC_DLQ_URL: sync.deadLetters.queueUrl,
        TURNS_QUEUE_URL: turns.queue.queueUrl,
        TURNS_DLQ_URL: turns.deadLetters.queueUrl,
        SESSIONS_TABLE: sessions.tableName,
        IDENTITIES_TABLE: identities.tableName,
      },
    });
    const lambda = this.lambda.function;
    for (const { queue, deadLetters } of [sync, turns]) {
      queue.grant(lambda, "sqs:SendMessage");
      deadLetters.grant(
        lambda,
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ChangeMessageVisibility",
      );
    }
    // Read only: it judges by what the sync Lambda and the webhook have written.
    for (const table of [sessions, identities]) table.grant(lambda, "dynamodb:BatchGetItem");
  }
}
