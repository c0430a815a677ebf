import { processTerminal } from "./command-line/terminal.ts";
import { sendMessage } from "./send/command.ts";

process.exitCode = await sendMessage(process.argv.slice(2), processTerminal);
