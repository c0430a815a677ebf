import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsClientConfig } from "../../functions/aws/client-config.ts";
import { InvalidEnvironmentError } from "../../functions/configuration/parse-environment.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import { readOptions } from "../command-line/read-options.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { type Environment, withStage } from "../deployment/outputs.ts";
import { createGraphReader } from "../graph/graph-reader.ts";
import { describeFinding, describeSummary, toJson } from "./describe.ts";
import { examine } from "./examine.ts";
import { type Finding, failed } from "./finding.ts";
import { HELP } from "./help.ts";
import { readSettings, type Settings } from "./settings.ts";

const OPTIONS = {
  stage: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** `npm run doctor`. Returns the exit status; see `HELP`. */
export function runDoctor(
  argv: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const { stage, json, help } = readOptions(argv, OPTIONS);
    if (help) {
      terminal.out(HELP);
      return 0;
    }
    const show = (finding: Finding) => {
      if (!json) terminal.out(describeFinding(finding));
    };
    const findings = await findAll(withStage(stage, environment), show);
    terminal.out(json ? toJson(findings) : describeSummary(findings));
    return findings.some(({ status }) => status === "failed") ? 1 : 0;
  });
}

async function findAll(
  environment: Environment,
  show: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  let settings: Settings;
  try {
    settings = readSettings(environment);
  } catch (error) {
    if (!(error instanceof InvalidEnvironmentError)) throw error;
    const fix = "--stage NAME takes them from a deployment; npm start prints those of one machine.";
    const findings = error.problems.map((problem) => failed("The configuration is complete", problem, fix));
    for (const finding of findings) show(finding);
    return findings;
  }
  const dynamodb = new DynamoDBClient(awsClientConfig(environment, "DYNAMODB"));
  const secretsManager = new SecretsManagerClient(awsClientConfig(environment, "SECRETS_MANAGER"));
  try {
    return await examine({ settings, dynamodb, secretsManager, graph: createGraphReader(settings) }, show);
  } finally {
    dynamodb.destroy();
    secretsManager.destroy();
  }
}
