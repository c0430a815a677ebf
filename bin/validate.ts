import { loadDotEnv } from "./command-line/load-dot-env.ts";
import { processTerminal } from "./command-line/terminal.ts";
import { validateCartaAI } from "./validate/command.ts";

loadDotEnv();
process.exitCode = await validateCartaAI(process.argv.slice(2), process.env, processTerminal);
