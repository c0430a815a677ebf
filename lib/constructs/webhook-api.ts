import { Duration, type RemovalPolicy } from "aws-cdk-lib";
import { HttpApi, HttpMethod, HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { WEBHOOK } from "../resources.ts";
import type { StageSettings } from "../stage-settings.ts";
import { AccessLog } from "./access-log.ts";
import { acknowledge } from "./acknowledge.ts";
import { CustomDomain } from "./custom-domain.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { grantSecretValue } from "./secrets.ts";

export interface WebhookApiProps {
  readonly stage: StageSettings;
  /** The API's name in the console. */
  readonly name: string;
  readonly logRemoval: RemovalPolicy;
  readonly syncQueue: Queue;
  readonly turnsQueue: Queue;
  readonly identities: Table;
  readonly businesses: Table;
  readonly whatsappSecret: Secret;
}

/** The public address that Meta calls, and the Lambda behind it. */
export class WebhookApi extends Construct {
  readonly api: HttpApi;
  readonly lambda: LambdaFunction;
  readonly accessLog: AccessLog;
  /** What is entered as callback URL in the Meta app. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebhookApiProps) {
    super(scope, id);
    const { stage } = props;
    this.lambda = this.createLambda(props);
    const domain = stage.customDomain && new CustomDomain(this, "Domain", stage.customDomain);

    this.api = new HttpApi(this, "Api", {
      apiName: props.name,
      description: "WhatsApp webhooks",
      createDefaultStage: false,
      // With a domain of our own, the generated address would be a way around its client certificates.
      disableExecuteApiEndpoint: domain !== undefined,
    });
    const routes = this.api.addRoutes({
      path: WEBHOOK.path,
      methods: [HttpMethod.GET, HttpMethod.POST],
      integration: new HttpLambdaIntegration("Webhook", this.lambda.function, {
        timeout: Duration.seconds(WEBHOOK.timeout),
      }),
    });
    for (const route of routes) {
      acknowledge(route, {
        "AwsSolutions-APIG4":
          "Meta cannot sign in: a GET proves itself by the verify token, a POST by its signature over the body, and the handler checks both.",
      });
    }
    this.accessLog = new AccessLog(this, "AccessLog", {
      retentionDays: stage.logs.retentionDays,
      removal: props.logRemoval,
    });
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.ratePerSecond, burstLimit: stage.throttle.burst },
      accessLogSettings: this.accessLog.settings,
      ...(domain && { domainMapping: { domainName: domain.domainName } }),
    });
    this.url = `${domain ? `https://${domain.domainName.name}` : this.api.apiEndpoint}${WEBHOOK.path}`;
  }

  private createLambda(props: WebhookApiProps): LambdaFunction {
    const { stage, syncQueue, turnsQueue, identities, businesses, whatsappSecret } = props;
    const lambda = new LambdaFunction(this, "Webhook", {
      name: "webhook",
      stage,
      description: "Takes WhatsApp webhooks apart and publishes them as sync events and turns",
      timeout: WEBHOOK.timeout,
      settings: stage.webhook,
      logRemoval: props.logRemoval,
      environment: {
        SYNC_QUEUE_URL: syncQueue.queueUrl,
        TURNS_QUEUE_URL: turnsQueue.queueUrl,
        AGENT: stage.bot.kind,
        IDENTITIES_TABLE: identities.tableName,
        BUSINESSES_TABLE: businesses.tableName,
        WHATSAPP_SECRET_ID: whatsappSecret.secretArn,
        ENABLE_CONVERSATION_SYNC: String(stage.conversationSync),
      },
    });
    syncQueue.grant(lambda.function, "sqs:SendMessage");
    turnsQueue.grant(lambda.function, "sqs:SendMessage");
    identities.grant(lambda.function, "dynamodb:BatchGetItem", "dynamodb:PutItem");
    businesses.grant(lambda.function, "dynamodb:GetItem");
    grantSecretValue(whatsappSecret, lambda.function);
    return lambda;
  }
}
