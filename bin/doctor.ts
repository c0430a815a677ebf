import { loadDotEnv } from "./command-line/load-dot-env.ts";
import { processTerminal } from "./command-line/terminal.ts";
import { runDoctor } from "./doctor/command.ts";

loadDotEnv();
process.exitCode = await runDoctor(process.argv.slice(2), process.env, processTerminal);
