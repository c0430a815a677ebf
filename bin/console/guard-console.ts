import { guardUsage } from "../command-line/guard-usage.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { ConsoleRefusedError, NoConsoleError } from "./client.ts";

/** Runs a command that needs a console; what the console or its absence says goes to standard error, with status 1. */
export function guardConsole(help: string, terminal: Terminal, run: () => Promise<number>): Promise<number> {
  return guardUsage(help, terminal, async () => {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof NoConsoleError || error instanceof ConsoleRefusedError)) throw error;
      terminal.error(`${error.message}\n`);
      return 1;
    }
  });
}
