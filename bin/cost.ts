import { cost } from "../bench/cost/command.ts";
import { processTerminal } from "./command-line/terminal.ts";

process.exitCode = await cost(process.argv.slice(2), processTerminal);
