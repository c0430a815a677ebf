import { CfnOutput, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { ProductMetrics } from "./constructs/observability/product-metrics.ts";
import { Observability } from "./constructs/observability.ts";
import { Replay } from "./constructs/replay.ts";
import { reviewersGuide } from "./constructs/reviewers-guide.ts";
import { Secrets } from "./constructs/secrets.ts";
import { Stores } from "./constructs/stores.ts";
import { SyncPipeline } from "./constructs/sync-pipeline.ts";
import { TurnPipeline } from "./constructs/turn-pipeline.ts";
import { WebhookApi } from "./constructs/webhook-api.ts";
import type { StageSettings } from "./stage-settings.ts";

export interface BridgeStackProps extends StackProps {
  readonly stage: StageSettings;
}

/** One stage of the product. Wiring only: each capability is a construct of its own in `./constructs`. */
export class BridgeStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: BridgeStackProps) {
    super(scope, id, props);
    const prefix = `conversation-bridge-${stage.name}`;
    const { retainData } = stage;
    const logRemoval = retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const stores = new Stores(this, "Stores", { retainData });
    const secretsPrefix = `conversation-bridge/${stage.name}`;
    const secrets = new Secrets(this, "Secrets", {
      prefix: secretsPrefix,
      retainData,
      bot: stage.bot,
    });
    const sync = new SyncPipeline(this, "SyncPipeline", {
      stage,
      prefix,
      logRemoval,
      sessions: stores.sessions,
      cartaaiSecret: secrets.cartaai,
    });
    const turns = new TurnPipeline(this, "TurnPipeline", {
      stage,
      prefix,
      logRemoval,
      syncQueue: sync.queue,
      turns: stores.turns,
      checkpoints: stores.checkpoints,
      businesses: stores.businesses,
      secrets,
    });
    // Whoever reads a message is updated before whoever may write it in a newer shape (docs/decisions/0019).
    turns.lambda.function.node.addDependency(sync.lambda.function);
    const replay = new Replay(this, "Replay", {
      stage,
      logRemoval,
      sync,
      turns,
      sessions: stores.sessions,
      identities: stores.identities,
    });
    const webhook = new WebhookApi(this, "WebhookApi", {
      stage,
      name: prefix,
      logRemoval,
      syncQueue: sync.queue,
      turnsQueue: turns.queue,
      identities: stores.identities,
      businesses: stores.businesses,
      whatsappSecret: secrets.whatsapp,
    });
    const observability = new Observability(this, "Observability", {
      monitored: { metrics: new ProductMetrics(stage.name), webhook, turns, sync, replay },
      settings: stage.alarms,
      prefix,
    });

    this.templateOptions.metadata = reviewersGuide({
      stage,
      secretsPrefix,
      alarms: observability.alarms.definitions,
    });
    this.output("WebhookUrl", "Callback URL for the Meta app", webhook.url);
    this.output("WhatsAppSecret", "To be filled: app secret and verify token", secrets.whatsapp.secretName);
    this.output("CartaAISecret", "To be filled: CartaAI's key", secrets.cartaai.secretName);
    if (secrets.models)
      this.output("ModelsSecret", "To be filled: the models' key", secrets.models.secretName);
    if (secrets.bot)
      this.output("BotSecret", "To be filled: what turns are signed with", secrets.bot.secretName);
    this.output("BusinessSecretsPrefix", "Secrets of businesses start with it", secrets.businessPrefix);
    this.output("BusinessesTable", "Businesses by phone number id", stores.businesses.tableName);
    this.output("SyncQueueUrl", "Events on their way to CartaAI", sync.queue.queueUrl);
    this.output("SyncDeadLettersUrl", "Events that need a person", sync.deadLetters.queueUrl);
    this.output("TurnsQueueUrl", "Customers' messages on their way to the agent", turns.queue.queueUrl);
    this.output("TurnsDeadLettersUrl", "Messages that were not answered", turns.deadLetters.queueUrl);
    this.output("SessionsTable", "Where conversations stand", stores.sessions.tableName);
    this.output("IdentitiesTable", "Who is who", stores.identities.tableName);
    this.output("TurnsTable", "Turns under way", stores.turns.tableName);
    this.output("CheckpointsTable", "What the bot remembers", stores.checkpoints.tableName);
    this.output("ReplayFunction", "Brings dead letters back", replay.lambda.function.functionName);
    this.output("CartaAIBaseUrl", "Where this stage's CartaAI is", stage.cartaai.baseUrl);
    this.output("AlarmTopicArn", "Where alarms are announced", observability.alarms.topic.topic.topicArn);
  }

  private output(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}
