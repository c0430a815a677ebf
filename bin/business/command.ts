import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsClientConfig } from "../../functions/aws/client-config.ts";
import { createBusinessRegistry } from "../../functions/businesses/business-registry.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { createGraphReader } from "../graph/graph-reader.ts";
import { addBusiness } from "./add.ts";
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import { describeEntries, describeEntry, toJson } from "./describe.ts";
import { explainFailure } from "./explain-failure.ts";
import { HELP } from "./help.ts";
import { replaceToken } from "./replace-token.ts";
import type { Environment, Target } from "./target.ts";
import { createTokenSecrets, RECOVERY } from "./token-secrets.ts";
import type { Workshop } from "./workshop.ts";

type Work = Exclude<CommandLine, { readonly command: "help" }>;

/** `npm run business`. Returns the exit status; see `HELP`. */
export function manageBusinesses(
  argv: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const commandLine = parseCommandLine(argv, environment);
    if (commandLine.command !== "help") return await workOn(commandLine, environment, terminal);
    terminal.out(HELP);
    return 0;
  });
}

async function workOn(work: Work, environment: Environment, terminal: Terminal): Promise<number> {
  const { dynamodb, secretsManager } = connect(work.target, environment);
  const { table, secretsPrefix = "", graph } = work.target;
  try {
    return await carryOut(work, {
      registry: createBusinessRegistry(dynamodb, table),
      tokens: createTokenSecrets(secretsManager, secretsPrefix),
      graph: createGraphReader(graph),
      table,
      terminal,
    });
  } catch (error) {
    terminal.error(`${explainFailure(error, work.target)}\n`);
    return 1;
  } finally {
    dynamodb.destroy();
    secretsManager.destroy();
  }
}

function connect({ endpoint, secretsEndpoint }: Target, environment: Environment) {
  const at = {
    ...environment,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsEndpoint,
  };
  return {
    dynamodb: new DynamoDBClient(awsClientConfig(at, "DYNAMODB")),
    secretsManager: new SecretsManagerClient(awsClientConfig(at, "SECRETS_MANAGER")),
  };
}

async function carryOut(work: Work, workshop: Workshop): Promise<number> {
  const { registry, terminal } = workshop;
  switch (work.command) {
    case "add":
      return await addBusiness(work, workshop);
    case "token":
      return await replaceToken(work, workshop);
    case "list": {
      const entries = await registry.list();
      terminal.out(work.json ? toJson(entries) : describeEntries(entries));
      return 0;
    }
    case "remove":
      return await remove(work, workshop);
  }
}

async function remove(
  { phoneNumberId, target }: Extract<Work, { readonly command: "remove" }>,
  { registry, tokens, table, terminal }: Workshop,
): Promise<number> {
  const removed = await registry.remove(phoneNumberId);
  if (removed === undefined) {
    terminal.error(`No business has the phone number id ${phoneNumberId}.\n`);
    return 1;
  }
  terminal.out(`Removed ${describeEntry(removed)} from ${table}.\n`);
  const secret = removed.business?.tokenSecretId;
  if (secret === undefined) return 0;
  // A secret under another name was not made here, and may be somebody else's.
  const ours = target.secretsPrefix !== undefined && secret === tokens.nameOf(phoneNumberId);
  if (ours && (await tokens.remove(phoneNumberId))) {
    terminal.out(`Its token's secret ${secret} will be deleted in ${RECOVERY} days.\n`);
  } else {
    terminal.out(`Its token's secret ${secret} is still there.\n`);
  }
  return 0;
}
