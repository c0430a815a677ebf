import { App, type AppProps, Tags, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { BridgeStack } from "./bridge-stack.ts";
import { readStageSettings } from "./read-stage.ts";

export interface BridgeApp {
  readonly app: App;
  readonly stack: BridgeStack;
}

/**
 * The CDK app for the stage that the context names, with the security checks that every synthesis has to pass.
 *
 * @throws {InvalidStageError} when there is no such stage, or its settings are unusable
 */
export function createApp(props: AppProps = {}): BridgeApp {
  const app = new App(props);
  const stage = readStageSettings(app.node.tryGetContext("stage"), app.node.tryGetContext("stages"));
  const stack = new BridgeStack(app, "ConversationBridge", {
    stage,
    stackName: `conversation-bridge-${stage.name}`,
    description: `Conversation Bridge, stage ${stage.name}: WhatsApp conversations mirrored into CartaAI`,
    terminationProtection: stage.retainData,
    env: { ...(stage.account && { account: stage.account }), ...(stage.region && { region: stage.region }) },
  });
  Tags.of(app).add("application", "conversation-bridge");
  Tags.of(app).add("stage", stage.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return { app, stack };
}
