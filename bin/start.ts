import { loadDotEnv } from "./command-line/load-dot-env.ts";
import { processTerminal } from "./command-line/terminal.ts";
import { start } from "./start/command.ts";

loadDotEnv();
// Metrics are lines on standard output, made for CloudWatch; between the logs they would only be in the way.
process.env["POWERTOOLS_METRICS_DISABLED"] ||= "true";
process.exit(await start(process.argv.slice(2), process.env, processTerminal));
