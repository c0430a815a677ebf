import { InvalidEnvironmentError } from "../../functions/configuration/parse-environment.ts";
import { buildPage } from "../../local/console/build-page.ts";
import { startWithConsole } from "../../local/console/start-with-console.ts";
import { QueueNotEmptyError } from "../../local/queues/backlog.ts";
import { PortUnavailableError } from "../../local/runtime/port-unavailable.ts";
import { readStartConfiguration } from "../../local/runtime/start-configuration.ts";
import { welcome } from "../../local/runtime/welcome.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import { readOptions } from "../command-line/read-options.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { HELP } from "./help.ts";
import { untilInterrupted } from "./until-interrupted.ts";

/** Milliseconds that Ctrl-C leaves events to reach CartaAI. */
const DRAIN = 5000;

const OPTIONS = { help: { type: "boolean", short: "h", default: false } } as const;

/** `npm start`. Returns the exit status once everything is closed; see `HELP`. */
export function start(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    if (readOptions(argv, OPTIONS).help) {
      terminal.out(HELP);
      return 0;
    }
    try {
      await runUntilInterrupted(environment, terminal);
      return 0;
    } catch (error) {
      const expected = error instanceof InvalidEnvironmentError || error instanceof PortUnavailableError;
      console.error(expected ? `Cannot start: ${error.message}` : error);
      return 1;
    }
  });
}

async function runUntilInterrupted(environment: NodeJS.ProcessEnv, terminal: Terminal): Promise<void> {
  const configuration = readStartConfiguration(environment);
  const pageFolder = once(buildPage);
  const system = await startWithConsole({
    ...configuration,
    pageFolder,
    drainOnStop: DRAIN,
    onError: report,
  });
  const interrupted = untilInterrupted(environment);
  terminal.out(`${welcome(system, configuration.businesses[0])}\n`);
  // Already now, so that the first to open the page waits less. Whoever opens it is told what does not work.
  pageFolder().catch(report);

  await interrupted;
  terminal.out("\nFinishing what is under way. Ctrl-C again stops at once.\n");
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

function report(error: unknown): void {
  if (error instanceof QueueNotEmptyError) {
    console.error(`Not everything reached CartaAI: ${error.message}. Queues are not kept between starts.`);
  } else {
    console.error(error);
  }
}
