import { SYNC_QUEUE, TURNS_QUEUE } from "../../lib/resources.ts";
import { LOCAL_ACCOUNT } from "../../local/runtime/aws-account.ts";
import { type Environment, lambdaEnvironment } from "../../local/runtime/lambda-environment.ts";
import { createShutdown } from "../../local/runtime/shutdown.ts";
import type { Aws, AwsSettings } from "../stand-ins/aws.ts";
import type { CartaAI, CartaAISettings } from "../stand-ins/cartaai.ts";
import type { WhatsApp, WhatsAppSettings } from "../stand-ins/whatsapp.ts";
import { type LambdaSettings, startLambda } from "./lambdas.ts";
import { startProcess } from "./process.ts";

/**
 * Milliseconds of a request to SQS or DynamoDB. In a region they take from 2 to 10; that they take the same each time
 * is what makes ratios comparable.
 */
export const AWS_LATENCY = 2;

const AWS = new URL("../stand-ins/aws.ts", import.meta.url);
const WHATSAPP = new URL("../stand-ins/whatsapp.ts", import.meta.url);
const CARTAAI = new URL("../stand-ins/cartaai.ts", import.meta.url);

/** What surrounds the Lambdas that are measured: processes, all ended by `stop`. */
export function createSurroundings() {
  const shutdown = createShutdown();

  async function started<Offered extends Record<string, (...given: never[]) => unknown>>(
    module: URL,
    settings: unknown,
  ) {
    const process = await startProcess<Offered>(module, settings);
    shutdown.add(process.stop);
    return process.remote;
  }

  return {
    /** Starts a module that calls `offer`. */
    started,
    aws: (latency = AWS_LATENCY) => started<Aws>(AWS, { latency } satisfies AwsSettings),
    cartaai: (latency: number) => started<CartaAI>(CARTAAI, { latency } satisfies CartaAISettings),
    whatsapp: (settings: WhatsAppSettings) => started<WhatsApp>(WHATSAPP, settings),
    /** @param entry a handler, relative to the repository */
    lambda: async (entry: string, settings: LambdaSettings) => {
      const lambda = await startLambda(entry, settings);
      shutdown.add(lambda.stop);
      return lambda;
    },
    stop: shutdown.run,
  };
}
export type Surroundings = ReturnType<typeof createSurroundings>;

/** Runs a measurement, and ends whatever it has started. */
export async function within<Result>(
  measure: (surroundings: Surroundings) => Promise<Result>,
): Promise<Result> {
  const surroundings = createSurroundings();
  try {
    return await measure(surroundings);
  } finally {
    await surroundings.stop();
  }
}

interface Urls {
  readonly aws: string;
  readonly cartaai?: string;
  readonly whatsapp?: string;
}

const NOBODY = "http://127.0.0.1:9";

/** The environment of the Lambdas in these surroundings. A turn begins at once, without waiting for more text. */
export function environmentOf({ aws, cartaai = NOBODY, whatsapp = NOBODY }: Urls, given: Environment = {}) {
  const queue = (name: string) => `${aws}/${LOCAL_ACCOUNT.id}/${name}`;
  return lambdaEnvironment(
    { TURN_PAUSE_SECONDS: "0", ...given },
    {
      sqs: aws,
      dynamodb: aws,
      syncQueue: queue(SYNC_QUEUE.name),
      syncDeadLetters: queue(SYNC_QUEUE.deadLetterName),
      turnsQueue: queue(TURNS_QUEUE.name),
      turnsDeadLetters: queue(TURNS_QUEUE.deadLetterName),
      cartaai,
      whatsapp,
    },
  );
}
