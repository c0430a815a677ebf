import { constants } from "node:os";
import { InvalidEnvironmentError } from "../functions/configuration/parse-environment.ts";
import { buildPage } from "../local/console/build-page.ts";
import { startWithConsole } from "../local/console/start-with-console.ts";
import { QueueNotEmptyError } from "../local/queues/backlog.ts";
import { PortUnavailableError } from "../local/runtime/port-unavailable.ts";
import { readStartConfiguration } from "../local/runtime/start-configuration.ts";
import { welcome } from "../local/runtime/welcome.ts";
import { loadDotEnv } from "./command-line/load-dot-env.ts";

/** Milliseconds that Ctrl-C leaves events to reach CartaAI. */
const DRAIN = 5000;

async function main(): Promise<void> {
  loadDotEnv();
  // Metrics are lines on standard output, made for CloudWatch; between the logs they would only be in the way.
  process.env["POWERTOOLS_METRICS_DISABLED"] ||= "true";
  const configuration = readStartConfiguration(process.env);
  const pageFolder = once(buildPage);
  const system = await startWithConsole({
    ...configuration,
    pageFolder,
    drainOnStop: DRAIN,
    onError: report,
  });
  const interrupted = untilInterrupted();
  console.log(welcome(system, configuration.businesses[0]));
  // Already now, so that the first to open the page waits less. Whoever opens it is told what does not work.
  pageFolder().catch(report);

  await interrupted;
  console.log("\nFinishing what is under way. Ctrl-C again stops at once.");
  await system.stop();
}

/** Begun at most once at a time; begun again when asked after a failure. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | undefined;
  return () => {
    begun ??= work().catch((error: unknown) => {
      begun = undefined;
      throw error;
    });
    return begun;
  };
}

/** Waits for Ctrl-C, or for being asked to end. From then on, being asked again ends the process at once. */
function untilInterrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // The status that a shell gives a process that the signal ended.
      if (interrupted) process.exit(128 + constants.signals[signal]);
      interrupted = true;
      resolve();
    });
  }
  return promise;
}

function report(error: unknown): void {
  if (error instanceof QueueNotEmptyError) {
    console.error(`Not everything reached CartaAI: ${error.message}. Queues are not kept between starts.`);
  } else {
    console.error(error);
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const expected = error instanceof InvalidEnvironmentError || error instanceof PortUnavailableError;
  console.error(expected ? `Cannot start: ${error.message}` : error);
  process.exit(1);
}
