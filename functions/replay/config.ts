import * as z from "zod/mini";
import { httpUrl, text } from "../configuration/fields.ts";
import { parseEnvironment } from "../configuration/parse-environment.ts";
import { QUEUE_KINDS, type QueueName } from "../dead-letters/queue-kinds.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ReplayConfig {
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  readonly sessionsTable: string;
  readonly identitiesTable: string;
}

/** @throws {InvalidEnvironmentError} naming every problem at once */
export function readConfig(environment: Environment, queueName: QueueName): ReplayConfig {
  const { queueUrl, deadLettersUrl } = QUEUE_KINDS[queueName];
  const schema = z.object({
    [queueUrl]: httpUrl,
    [deadLettersUrl]: httpUrl,
    SESSIONS_TABLE: text,
    IDENTITIES_TABLE: text,
    AWS_ENDPOINT_URL_SQS: z.optional(httpUrl),
    AWS_ENDPOINT_URL_DYNAMODB: z.optional(httpUrl),
  });
  // Two of the names differ by queue, so TypeScript does not see that these are texts; the schema has.
  const config: Readonly<Record<string, unknown>> = parseEnvironment(schema, environment);
  return {
    queueUrl: String(config[queueUrl]),
    deadLettersUrl: String(config[deadLettersUrl]),
    sessionsTable: String(config["SESSIONS_TABLE"]),
    identitiesTable: String(config["IDENTITIES_TABLE"]),
  };
}
