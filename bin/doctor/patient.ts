import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { GraphReader } from "../graph/graph-reader.ts";
import type { Finding } from "./finding.ts";
import type { Settings } from "./settings.ts";

/** The system that is examined, and what it is examined with. */
export interface Patient {
  readonly settings: Settings;
  readonly dynamodb: DynamoDBClient;
  readonly secretsManager: SecretsManagerClient;
  readonly graph: GraphReader;
}

/** Findings, and what later checks need; undefined where it could not be had. */
export interface Examined<Result> {
  readonly findings: readonly Finding[];
  readonly result: Result | undefined;
}
