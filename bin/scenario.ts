import { processTerminal } from "./command-line/terminal.ts";
import { playScenario } from "./scenario/command.ts";

process.exitCode = await playScenario(process.argv.slice(2), processTerminal);
