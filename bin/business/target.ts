import * as z from "zod/mini";
import { httpUrl } from "../../functions/configuration/fields.ts";
import {
  InvalidEnvironmentError,
  parseEnvironment,
} from "../../functions/configuration/parse-environment.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import type { Environment } from "../deployment/outputs.ts";
import type { GraphSettings } from "../graph/graph-reader.ts";
import { graphFields } from "../graph/settings.ts";

export type { Environment };

/** What is managed, and who is asked whether a token is good. */
export interface Target {
  readonly table: string;
  /** Undefined for AWS itself. */
  readonly endpoint: string | undefined;
  /** What the names of the businesses' secrets start with; undefined when nobody has said. */
  readonly secretsPrefix: string | undefined;
  /** Undefined for AWS itself. */
  readonly secretsEndpoint: string | undefined;
  readonly graph: GraphSettings;
}

export const TARGET_OPTIONS = { table: { type: "string" }, endpoint: { type: "string" } } as const;

/** On one machine; in AWS it stands in the stack's outputs. */
const LOCAL_SECRETS_PREFIX = "conversation-bridge/local/businesses/";

const environmentSchema = z.object({
  ...graphFields,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.optional(httpUrl),
  BUSINESS_SECRETS_PREFIX: z.optional(
    z.string().check(z.regex(/^[\w/+=.@-]+\/$/, "expected the beginning of a secret's name, up to a slash")),
  ),
});

/**
 * What the options or the environment name; an empty variable counts as not set.
 *
 * @param problems what is wrong is added here, and then there is no target
 */
export function readTarget(
  options: { readonly table?: string | undefined; readonly endpoint?: string | undefined },
  environment: Environment,
  problems: string[],
): Target | undefined {
  const settings = readSettings(environment, problems);
  const endpoint = options.endpoint ?? (environment["AWS_ENDPOINT_URL_DYNAMODB"] || undefined);
  if (endpoint !== undefined && !httpUrl.safeParse(endpoint).success) {
    const name = options.endpoint === undefined ? "AWS_ENDPOINT_URL_DYNAMODB" : "--endpoint";
    problems.push(`${name}: expected an http:// or https:// address`);
    return undefined;
  }
  const atHome = endpoint === undefined ? undefined : BUSINESSES_TABLE.name;
  const table = options.table ?? (environment["BUSINESSES_TABLE"] || atHome);
  if (!table) problems.push("--table or --stage is missing, and BUSINESSES_TABLE is not set");
  if (!table || settings === undefined) return undefined;
  const secretsEndpoint = settings.AWS_ENDPOINT_URL_SECRETS_MANAGER;
  const localPrefix = secretsEndpoint === undefined ? undefined : LOCAL_SECRETS_PREFIX;
  return {
    table,
    endpoint,
    secretsEndpoint,
    secretsPrefix: settings.BUSINESS_SECRETS_PREFIX ?? localPrefix,
    graph: settings,
  };
}

function readSettings(environment: Environment, problems: string[]) {
  try {
    return parseEnvironment(environmentSchema, environment);
  } catch (error) {
    if (!(error instanceof InvalidEnvironmentError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
