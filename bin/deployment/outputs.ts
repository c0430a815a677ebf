import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { UsageError } from "../command-line/usage-error.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Written by `npm run deploy`: the outputs of the stacks that it deployed. */
export const OUTPUTS_FILE = "cdk-outputs.json";

const fileSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** The variables that Lambdas and commands know, by the stack's outputs. */
export const OUTPUT_VARIABLES: Readonly<Record<string, string>> = {
  WebhookUrl: "WEBHOOK_URL",
  WhatsAppSecret: "WHATSAPP_SECRET_ID",
  CartaAISecret: "CARTAAI_SECRET_ID",
  ModelsSecret: "AI_SECRET_ID",
  BotSecret: "AGENT_SECRET_ID",
  CartaAIBaseUrl: "CARTAAI_API_BASE_URL",
  BusinessSecretsPrefix: "BUSINESS_SECRETS_PREFIX",
  BusinessesTable: "BUSINESSES_TABLE",
  SessionsTable: "SESSIONS_TABLE",
  IdentitiesTable: "IDENTITIES_TABLE",
  TurnsTable: "TURNS_TABLE",
  CheckpointsTable: "CHECKPOINTS_TABLE",
  TurnsQueueUrl: "TURNS_QUEUE_URL",
  TurnsDeadLettersUrl: "TURNS_DLQ_URL",
  SyncQueueUrl: "SYNC_QUEUE_URL",
  SyncDeadLettersUrl: "SYNC_DLQ_URL",
};

/**
 * The environment, with the names of what is deployed in it.
 *
 * @param stage as `--stage` says; without one the environment stays as it is
 * @throws {UsageError} when the outputs of that stage are not at hand
 */
export function withStage(stage: string | undefined, environment: Environment): Environment {
  if (stage === undefined) return environment;
  const outputs = readOutputs(environment["CDK_OUTPUTS"] || OUTPUTS_FILE)[`conversation-bridge-${stage}`];
  if (outputs === undefined) {
    throw new UsageError([
      `${OUTPUTS_FILE} says nothing about stage "${stage}"; npm run deploy -- -c stage=${stage} writes it`,
    ]);
  }
  const known = Object.entries(OUTPUT_VARIABLES).flatMap(([output, variable]) => {
    const value = outputs[output];
    return value === undefined ? [] : [[variable, value]];
  });
  return { ...environment, ...Object.fromEntries(known) };
}

function readOutputs(file: string): z.infer<typeof fileSchema> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new UsageError([`${file} cannot be read; npm run deploy writes it`]);
  }
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) throw new UsageError([`${file} is not what npm run deploy writes`]);
  return parsed.data;
}
