import * as z from "zod/mini";
import { text } from "../../functions/configuration/fields.ts";
import {
  InvalidEnvironmentError,
  parseEnvironment,
} from "../../functions/configuration/parse-environment.ts";
import {
  BUSINESSES_TABLE,
  CHECKPOINTS_TABLE,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  TURNS_TABLE,
} from "../../lib/resources.ts";
import { isLoopback } from "../../local/http/loopback.ts";
import type { Environment } from "../deployment/outputs.ts";

/** The tables that hold something of a person. */
export interface Target {
  readonly businesses: string;
  readonly identities: string;
  readonly sessions: string;
  readonly turns: string;
  readonly checkpoints: string;
}

const schema = z.object({
  BUSINESSES_TABLE: text,
  IDENTITIES_TABLE: text,
  SESSIONS_TABLE: text,
  TURNS_TABLE: text,
  CHECKPOINTS_TABLE: text,
});

const LOCAL_TABLES = {
  BUSINESSES_TABLE: BUSINESSES_TABLE.name,
  IDENTITIES_TABLE: IDENTITIES_TABLE.name,
  SESSIONS_TABLE: SESSIONS_TABLE.name,
  TURNS_TABLE: TURNS_TABLE.name,
  CHECKPOINTS_TABLE: CHECKPOINTS_TABLE.name,
};

/** @param problems what is missing is added here, and then there is no target */
export function readTarget(environment: Environment, problems: string[]): Target | undefined {
  const local = isLoopback(environment["AWS_ENDPOINT_URL_DYNAMODB"] ?? "");
  try {
    const set = parseEnvironment(schema, { ...environment, ...(local && LOCAL_TABLES) });
    return {
      businesses: set.BUSINESSES_TABLE,
      identities: set.IDENTITIES_TABLE,
      sessions: set.SESSIONS_TABLE,
      turns: set.TURNS_TABLE,
      checkpoints: set.CHECKPOINTS_TABLE,
    };
  } catch (error) {
    if (!(error instanceof InvalidEnvironmentError)) throw error;
    problems.push(...error.problems.map((problem) => `${problem} (--stage sets it)`));
    return undefined;
  }
}
