import { processTerminal } from "./command-line/terminal.ts";
import { takeScreenshot } from "./screenshot/command.ts";

// The picture is all that is wanted: logs and metrics would only be in the way.
process.env["POWERTOOLS_METRICS_DISABLED"] ||= "true";
process.env["POWERTOOLS_LOG_LEVEL"] ||= "SILENT";
process.exitCode = await takeScreenshot(process.argv.slice(2), processTerminal);
