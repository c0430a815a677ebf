import { A_DAY } from "../../local/demo/day/a-day.ts";
import { type DemoReport, runDemo } from "../../local/demo/run-demo.ts";
import type { Scenario } from "../../local/demo/scenario.ts";
import type { Environment } from "../../local/runtime/lambda-environment.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import { readOptions } from "../command-line/read-options.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { describeReport, toJson } from "./describe.ts";
import { HELP } from "./help.ts";
import { type ProgressTerminal, progressLine } from "./progress-line.ts";

const OPTIONS = {
  json: { type: "boolean", default: false },
  logs: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/**
 * `npm run demo`. Returns the exit status; see `HELP`.
 *
 * @param environment what is set of `AI_…` and `WHATSAPP_GRAPH_BASE_URL` replaces stand-ins
 * @param terminal has to go on working while the process's own output is captured
 */
export function demonstrate(
  argv: readonly string[],
  terminal: Terminal & { readonly progress: ProgressTerminal },
  scenario: Scenario = A_DAY,
  environment: Environment = {},
): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const { json, logs, help } = readOptions(argv, OPTIONS);
    if (help) {
      terminal.out(HELP);
      return 0;
    }
    const progress = progressLine(terminal.progress, !json);
    const report = await attempt(
      () =>
        runDemo(scenario, {
          environment,
          // Both at once would write over each other.
          onProgress: logs ? () => undefined : progress.show,
          onLog: logs ? terminal.error : () => undefined,
        }),
      terminal,
    ).finally(progress.end);
    terminal.out(json ? toJson(report) : describeReport(report));
    return report.ok ? 0 : 1;
  });
}

/** A demonstration that breaks off has failed, and is reported like any other. */
async function attempt(run: () => Promise<DemoReport>, terminal: Terminal): Promise<DemoReport> {
  try {
    return await run();
  } catch (error) {
    terminal.error(`${error instanceof Error ? error.stack : String(error)}\n`);
    const detail = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      checks: [{ name: "The day is played to its end", ok: false, detail }],
      customers: [],
    };
  }
}
