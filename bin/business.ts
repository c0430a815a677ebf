import { manageBusinesses } from "./business/command.ts";
import { loadDotEnv } from "./command-line/load-dot-env.ts";
import { processTerminal } from "./command-line/terminal.ts";

loadDotEnv();
process.exitCode = await manageBusinesses(process.argv.slice(2), process.env, processTerminal);
