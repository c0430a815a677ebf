import { bench } from "../bench/command.ts";
import { processTerminal } from "./command-line/terminal.ts";

process.exitCode = await bench(process.argv.slice(2), processTerminal);
