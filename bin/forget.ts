import { loadDotEnv } from "./command-line/load-dot-env.ts";
import { processTerminal } from "./command-line/terminal.ts";
import { forgetPerson } from "./forget/command.ts";

loadDotEnv();
process.exitCode = await forgetPerson(process.argv.slice(2), process.env, processTerminal);
