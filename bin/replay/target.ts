import { InvalidEnvironmentError } from "../../functions/configuration/parse-environment.ts";
import { QUEUE_KINDS, type QueueName } from "../../functions/dead-letters/queue-kinds.ts";
import { readConfig } from "../../functions/replay/config.ts";
import {
  IDENTITIES_TABLE,
  type QueueSettings,
  SESSIONS_TABLE,
  SYNC_QUEUE,
  TURNS_QUEUE,
} from "../../lib/resources.ts";
import { LOCAL_ACCOUNT } from "../../local/runtime/aws-account.ts";
import type { GivenOptions } from "./options.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The queues that `npm start` has. */
const LOCAL_QUEUES: Readonly<Record<QueueName, QueueSettings>> = { sync: SYNC_QUEUE, turns: TURNS_QUEUE };

/**
 * The environment with the options in it, and with what `npm start` calls its queues and tables where nothing else is
 * said. An empty variable counts as not set.
 *
 * @param problems what is wrong or missing is added here
 */
export function readTarget(
  options: GivenOptions,
  environment: Environment,
  queueName: QueueName,
  problems: string[],
): Environment {
  const { queueUrl, deadLettersUrl } = QUEUE_KINDS[queueName];
  const sqs = textIn(options["sqs-endpoint"]) ?? textIn(environment["AWS_ENDPOINT_URL_SQS"]);
  const dynamodb = textIn(options["dynamodb-endpoint"]) ?? textIn(environment["AWS_ENDPOINT_URL_DYNAMODB"]);
  if ((sqs === undefined) !== (dynamodb === undefined)) {
    problems.push("AWS_ENDPOINT_URL_SQS and AWS_ENDPOINT_URL_DYNAMODB are expected together, or neither");
  }
  const local = sqs === undefined ? {} : localNames(queueName, sqs);
  const target: Environment = {
    ...local,
    ...set(environment),
    ...set({
      AWS_ENDPOINT_URL_SQS: sqs,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
      [queueUrl]: options["queue-url"],
      [deadLettersUrl]: options["dlq-url"],
      SESSIONS_TABLE: options["sessions-table"],
      IDENTITIES_TABLE: options["identities-table"],
    }),
  };
  try {
    readConfig(target, queueName);
  } catch (error) {
    if (!(error instanceof InvalidEnvironmentError)) throw error;
    problems.push(
      ...error.problems.map((problem) =>
        problem.endsWith(" is not set") ? `${problem} (--stage sets it)` : problem,
      ),
    );
  }
  return target;
}

function localNames(queueName: QueueName, endpoint: string): Environment {
  const { queueUrl, deadLettersUrl } = QUEUE_KINDS[queueName];
  const queue = LOCAL_QUEUES[queueName];
  const urlOf = (name: string) => `${endpoint.replace(/\/$/, "")}/${LOCAL_ACCOUNT.id}/${name}`;
  return {
    [queueUrl]: urlOf(queue.name),
    [deadLettersUrl]: urlOf(queue.deadLetterName),
    SESSIONS_TABLE: SESSIONS_TABLE.name,
    IDENTITIES_TABLE: IDENTITIES_TABLE.name,
  };
}

function set(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const text = textIn(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
