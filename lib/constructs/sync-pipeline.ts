import type { RemovalPolicy } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { SYNC_QUEUE } from "../resources.ts";
import { type StageSettings, settleSeconds } from "../stage-settings.ts";
import { consume } from "./consume.ts";
import { FifoQueue } from "./fifo-queue.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { grantSecretValue } from "./secrets.ts";

export interface SyncPipelineProps {
  readonly stage: StageSettings;
  readonly prefix: string;
  readonly logRemoval: RemovalPolicy;
  readonly sessions: Table;
  readonly cartaaiSecret: Secret;
}

/** sync.fifo, its dead letters, and the Lambda that applies its events to CartaAI. */
export class SyncPipeline extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: SyncPipelineProps) {
    super(scope, id);
    const { stage, sessions, cartaaiSecret } = props;
    const { queue, deadLetters } = new FifoQueue(this, "Events", {
      settings: SYNC_QUEUE,
      prefix: props.prefix,
      retainData: stage.retainData,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;

    this.lambda = new LambdaFunction(this, "Sync", {
      name: "sync",
      stage,
      description: "Applies sync events to CartaAI, each conversation in order",
      timeout: SYNC_QUEUE.consumer.timeout,
      settings: stage.sync,
      logRemoval: props.logRemoval,
      environment: {
        SYNC_QUEUE_URL: queue.queueUrl,
        SYNC_DLQ_URL: deadLetters.queueUrl,
        SESSIONS_TABLE: sessions.tableName,
        CARTAAI_API_BASE_URL: stage.cartaai.baseUrl,
        CARTAAI_SECRET_ID: cartaaiSecret.secretArn,
        CONVERSATION_API_TIMEOUT: String(stage.cartaai.timeout),
        SYNC_SETTLE_SECONDS: String(settleSeconds(stage.cartaai)),
        SYNC_PATIENCE_HOURS: String(stage.cartaai.patience),
      },
    });
    consume(queue, SYNC_QUEUE, "Events", this.lambda);
    const lambda = this.lambda.function;
    deadLetters.grant(lambda, "sqs:SendMessage");
    sessions.grant(lambda, "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:BatchWriteItem");
    grantSecretValue(cartaaiSecret, lambda);
  }
}
