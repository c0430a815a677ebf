import { processTerminal } from "./command-line/terminal.ts";
import { inspectPayloads } from "./payloads/command.ts";

process.exitCode = await inspectPayloads(process.argv.slice(2), processTerminal);
