import type { RemovalPolicy } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { TURNS_QUEUE } from "../resources.ts";
import { type StageSettings, settleSeconds } from "../stage-settings.ts";
import { consume } from "./consume.ts";
import { FifoQueue } from "./fifo-queue.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { grantSecretValue, grantSecretValues, type Secrets } from "./secrets.ts";

export interface TurnPipelineProps {
  readonly stage: StageSettings;
  readonly prefix: string;
  readonly logRemoval: RemovalPolicy;
  /** Where the agent publishes what was said. */
  readonly syncQueue: Queue;
  readonly turns: Table;
  readonly checkpoints: Table;
  readonly businesses: Table;
  readonly secrets: Secrets;
}

/** turns.fifo, its dead letters, and the Lambda that answers customers. */
export class TurnPipeline extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: TurnPipelineProps) {
    super(scope, id);
    const { stage, syncQueue, turns, checkpoints, businesses, secrets } = props;
    const { queue, deadLetters } = new FifoQueue(this, "Turns", {
      settings: TURNS_QUEUE,
      prefix: props.prefix,
      retainData: stage.retainData,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;

    this.lambda = new LambdaFunction(this, "Agent", {
      name: "agent",
      stage,
      description: "Answers customers: one turn of a conversation at a time",
      timeout: TURNS_QUEUE.consumer.timeout,
      settings: stage.agent,
      logRemoval: props.logRemoval,
      environment: {
        TURNS_QUEUE_URL: queue.queueUrl,
        TURNS_DLQ_URL: deadLetters.queueUrl,
        SYNC_QUEUE_URL: syncQueue.queueUrl,
        TURNS_TABLE: turns.tableName,
        CHECKPOINTS_TABLE: checkpoints.tableName,
        BUSINESSES_TABLE: businesses.tableName,
        CARTAAI_SECRET_ID: secrets.cartaai.secretArn,
        ...(secrets.models && { AI_SECRET_ID: secrets.models.secretArn }),
        ...(secrets.bot && { AGENT_SECRET_ID: secrets.bot.secretArn }),
        ...settingsOf(stage),
      },
    });
    const lambda = this.lambda.function;
    consume(queue, TURNS_QUEUE, "Turns", this.lambda);
    deadLetters.grant(lambda, "sqs:SendMessage");
    syncQueue.grant(lambda, "sqs:SendMessage");
    turns.grant(lambda, "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:BatchWriteItem");
    checkpoints.grant(lambda, "dynamodb:Query", "dynamodb:PutItem", "dynamodb:BatchWriteItem");
    businesses.grant(lambda, "dynamodb:GetItem");
    for (const secret of [secrets.cartaai, secrets.models, secrets.bot]) {
      if (secret !== undefined) grantSecretValue(secret, lambda);
    }
    grantSecretValues(secrets.businessPrefix, this.lambda);
  }
}

function settingsOf({ bot, cartaai, conversationSync }: StageSettings): Record<string, string> {
  const { models = {} } = bot;
  const settings = {
    AGENT: bot.kind,
    AGENT_URL: bot.kind === "http" ? bot.url : undefined,
    AGENT_TIMEOUT: String(bot.timeout),
    TURN_PAUSE_SECONDS: String(bot.pause),
    TURN_PATIENCE_MINUTES: String(bot.patience),
    STAFF_SILENCE_MINUTES: String(bot.staffSilence),
    USE_CARTAAI_API: String(bot.useCartaAI),
    ENABLE_CONVERSATION_SYNC: String(conversationSync),
    CARTAAI_API_BASE_URL: cartaai.baseUrl,
    CONVERSATION_API_TIMEOUT: String(cartaai.timeout),
    SYNC_SETTLE_SECONDS: String(settleSeconds(cartaai)),
    AI_BASE_URL: models.baseUrl,
    AI_TRANSCRIPTION_MODEL: models.transcription,
    AI_VISION_MODEL: models.vision,
    AI_CHAT_MODEL: models.chat,
  };
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
