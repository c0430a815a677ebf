import * as z from "zod/mini";
import { readConfig as readAgentConfig } from "../../functions/agent/config.ts";
import { type Business, businessSchema } from "../../functions/businesses/business.ts";
import { businessOf } from "../../functions/businesses/environment.ts";
import { httpUrl, numeric, text } from "../../functions/configuration/fields.ts";
import {
  InvalidEnvironmentError,
  parseEnvironment,
} from "../../functions/configuration/parse-environment.ts";
import { readConfig as readSyncConfig } from "../../functions/sync/config.ts";
import { readConfig as readWebhookConfig } from "../../functions/webhook/config.ts";
import { isLoopback } from "../http/loopback.ts";
import { type Environment, lambdaEnvironment, settingsIn } from "./lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "./sample-businesses.ts";
import type { SystemOptions } from "./system.ts";

const port = z.pipe(numeric(0, 65_535), z.int("expected a whole number"));

const environmentSchema = z
  .object({
    PORT: z._default(port, 3000),
    CARTAAI_PORT: z._default(port, 3001),
    WHATSAPP_PORT: z._default(port, 3002),
    CARTAAI_API_BASE_URL: z.optional(httpUrl),
    CARTAAI_API_KEY: z.optional(text),
    WHATSAPP_GRAPH_BASE_URL: z.optional(httpUrl),
    WHATSAPP_PHONE_NUMBER_ID: z.optional(businessSchema.shape.phoneNumberId),
    CARTAAI_SUBDOMAIN: z.optional(businessSchema.shape.subDomain),
  })
  .check(
    z.refine(
      ({ CARTAAI_API_BASE_URL: url, CARTAAI_API_KEY: key }) =>
        key !== undefined || url === undefined || isLoopback(url),
      {
        error: "expected with a CARTAAI_API_BASE_URL that is not on this machine",
        path: ["CARTAAI_API_KEY"],
        // Checked beside other problems too, so that all of them are reported at once.
        when: ({ value }) => typeof value === "object" && value !== null,
      },
    ),
  );

/** The number that the configured business is given when only its CartaAI side is configured. */
const UNCONFIGURED_NUMBER = { WHATSAPP_PHONE_NUMBER_ID: "100000000000001" };

/**
 * A stand-in has applied an attempt at once or never will, unless it was told to be late; so its unknown outcomes are settled
 * after 2 seconds. A real CartaAI keeps the deployed half a minute.
 */
const WITH_THE_STAND_IN = { SYNC_SETTLE_SECONDS: "2" };

/** Stands for addresses that are not known before the system runs. */
const SOME_URL = "http://127.0.0.1";
const SOME_ADDRESSES = {
  sqs: SOME_URL,
  dynamodb: SOME_URL,
  syncQueue: SOME_URL,
  syncDeadLetters: SOME_URL,
  turnsQueue: SOME_URL,
  turnsDeadLetters: SOME_URL,
  cartaai: SOME_URL,
  whatsapp: SOME_URL,
};

export type StartConfiguration = Required<Pick<SystemOptions, "ports" | "environment">> & {
  /** The configured business first, if there is one. Never empty. */
  readonly businesses: readonly [Business, ...Business[]];
};

/**
 * Reads what `npm start` is told by the environment, and what its Lambdas will be told.
 *
 * @throws {InvalidEnvironmentError} with the problems of all of them at once
 */
export function readStartConfiguration(environment: Environment): StartConfiguration {
  const set = settingsIn(environment);
  const given = {
    ...(set["CARTAAI_API_BASE_URL"] === undefined && WITH_THE_STAND_IN),
    ...(set["CARTAAI_SUBDOMAIN"] !== undefined && UNCONFIGURED_NUMBER),
    ...set,
  };
  const lambdas = lambdaEnvironment(given, SOME_ADDRESSES);
  const problems = new Set<string>();
  const own = attempt(() => parseEnvironment(environmentSchema, given), problems);
  const webhook = attempt(() => readWebhookConfig(lambdas), problems);
  const sync = attempt(() => readSyncConfig(lambdas), problems);
  const agent = attempt(() => readAgentConfig(lambdas), problems);
  if (!own || !webhook || !sync || !agent) throw new InvalidEnvironmentError([...problems]);
  return {
    ports: { front: own.PORT, cartaai: own.CARTAAI_PORT, whatsapp: own.WHATSAPP_PORT },
    businesses: withSamples(businessOf(webhook)),
    environment: given,
  };
}

function attempt<Result>(read: () => Result, problems: Set<string>): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidEnvironmentError)) throw error;
    for (const problem of error.problems) problems.add(problem);
    return undefined;
  }
}

function withSamples(configured: Business | undefined): StartConfiguration["businesses"] {
  if (configured === undefined) return SAMPLE_BUSINESSES;
  const others = SAMPLE_BUSINESSES.filter(({ phoneNumberId }) => phoneNumberId !== configured.phoneNumberId);
  return [configured, ...others];
}
