import { RemovalPolicy, Stack, Token } from "aws-cdk-lib";
import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";
import { type CfnSecret, Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { BotSettings } from "../stage-settings.ts";
import { acknowledge } from "./acknowledge.ts";
import type { LambdaFunction } from "./lambda-function.ts";

export interface SecretsProps {
  /** What the names start with: people and commands find the secrets by name. */
  readonly prefix: string;
  /** Whether the values outlive the stack. */
  readonly retainData: boolean;
  /** Which of the secrets the bot needs that not every stage has. */
  readonly bot: Pick<BotSettings, "kind" | "models">;
}

/**
 * The secrets, without values: no template, parameter or build ever holds one. A Lambda that finds its secret empty
 * fails and says so, which a made-up value would not. Each is filled, and later rotated, by
 *
 *     aws secretsmanager put-secret-value --secret-id NAME --secret-string file://value.json
 *
 * and is in use within five minutes, without a deployment. The values are JSON:
 *
 * - `{prefix}/whatsapp`: `{ "appSecret": …, "previousAppSecret"?: …, "verifyToken": … }`
 * - `{prefix}/cartaai`: `{ "apiKey": … }`
 * - `{prefix}/models`, where the stage has models: `{ "apiKey": … }`
 * - `{prefix}/bot`, where another bot is reached over HTTP: `{ "secret": … }`
 * - `{prefix}/businesses/…`: `{ "token": … }`
 *
 * Access tokens of the businesses are not made here, because businesses come and go between deployments:
 * `npm run business -- add` writes each under {@link businessPrefix}.
 */
export class Secrets extends Construct {
  readonly whatsapp: Secret;
  readonly cartaai: Secret;
  /** Undefined where no model is asked. */
  readonly models: Secret | undefined;
  /** Undefined where turns are not POSTed to another bot. */
  readonly bot: Secret | undefined;
  /** Names of the businesses' own secrets start with it. */
  readonly businessPrefix: string;

  constructor(scope: Construct, id: string, props: SecretsProps) {
    super(scope, id);
    this.businessPrefix = `${props.prefix}/businesses/`;
    this.whatsapp = this.emptySecret("WhatsApp", {
      ...props,
      name: "whatsapp",
      description: "Meta's app secret, the previous one while it is being rotated, and the verify token",
    });
    this.cartaai = this.emptySecret("CartaAI", {
      ...props,
      name: "cartaai",
      description: "The key for CartaAI's API",
    });
    this.models =
      props.bot.models &&
      this.emptySecret("Models", {
        ...props,
        name: "models",
        description: "The key for the models",
      });
    this.bot =
      props.bot.kind === "http"
        ? this.emptySecret("Bot", {
            ...props,
            name: "bot",
            description: "What turns are signed with for the bot",
          })
        : undefined;
  }

  private emptySecret(
    id: string,
    props: SecretsProps & { readonly name: string; readonly description: string },
  ): Secret {
    const secret = new Secret(this, id, {
      secretName: `${props.prefix}/${props.name}`,
      description: props.description,
      removalPolicy: props.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // CDK has a random value generated for a secret that is given none.
    (secret.node.defaultChild as CfnSecret).generateSecretString = undefined;
    acknowledge(secret, {
      "AwsSolutions-SMG4":
        "Issued by others, who offer no rotation by API. Replacing a value needs no deployment, and two app secrets are accepted meanwhile.",
    });
    return secret;
  }
}

/** Lets a Lambda read the value of one secret, and nothing else about it. */
export function grantSecretValue(secret: Secret, grantee: IGrantable): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: ["secretsmanager:GetSecretValue"],
    resourceArns: [secret.secretArn],
  });
}

/** Lets a Lambda read the values of all secrets whose names begin like that: they come and go between deployments. */
export function grantSecretValues(prefix: string, { function: lambda }: LambdaFunction): void {
  const stack = Stack.of(lambda);
  const arn = (partition: string, region: string, account: string) =>
    `arn:${partition}:secretsmanager:${region}:${account}:secret:${prefix}*`;
  Grant.addToPrincipal({
    grantee: lambda,
    actions: ["secretsmanager:GetSecretValue"],
    resourceArns: [arn(stack.partition, stack.region, stack.account)],
  });
  const named = (value: string, name: string) => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
  const shown = arn(
    named(stack.partition, "Partition"),
    named(stack.region, "Region"),
    named(stack.account, "AccountId"),
  );
  acknowledge(lambda.role ?? lambda, {
    [`AwsSolutions-IAM5[Resource::${shown}]`]:
      "Businesses, and with them their secrets, come and go between deployments; the prefix is this stage's own.",
  });
}
