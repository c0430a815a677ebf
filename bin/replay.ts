import { constants } from "node:os";
import { loadDotEnv } from "./command-line/load-dot-env.ts";
import { processTerminal } from "./command-line/terminal.ts";
import { replayDeadLetters } from "./replay/command.ts";

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // The status that a shell gives a process that the signal ended.
    if (stopping.signal.aborted) process.exit(128 + constants.signals[signal]);
    processTerminal.error("Stopping after what is under way. Ctrl-C again stops at once.\n");
    stopping.abort();
  });
}

loadDotEnv();
process.exitCode = await replayDeadLetters(
  process.argv.slice(2),
  process.env,
  processTerminal,
  stopping.signal,
);
