import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The exit status of a command line that cannot be used. */
export const USAGE_STATUS = 2;

/** Runs a command; a command line that cannot be used is answered with what is wrong with it and the help. */
export async function guardUsage(
  help: string,
  terminal: Terminal,
  run: () => Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.error(`${error.message}\n\n${help}`);
    return USAGE_STATUS;
  }
}
