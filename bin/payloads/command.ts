import { guardUsage } from "../command-line/guard-usage.ts";
import { readArguments } from "../command-line/read-options.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { describe, describeSummary, type Inspected, summarise } from "./describe.ts";
import { HELP } from "./help.ts";
import { inspectBody } from "./inspect-body.ts";
import { readBodies } from "./read-bodies.ts";

const OPTIONS = {
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** `npm run payloads`. Returns the exit status; see `HELP`. */
export function inspectPayloads(argv: readonly string[], terminal: Terminal): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const { values, positionals: paths } = readArguments(argv, OPTIONS);
    if (values.help) {
      terminal.out(HELP);
      return 0;
    }
    if (paths.length === 0) throw new UsageError(["no file or folder given"]);
    if (paths.includes("")) throw new UsageError(["a path is empty"]);
    return report(await inspectAll(paths), values.json, terminal);
  });
}

async function inspectAll(paths: readonly string[]): Promise<Inspected[]> {
  const bodies = (await Promise.all(paths.map(readBodies))).flat();
  return bodies.map((body) => ("problem" in body ? body : inspectBody(body)));
}

function report(inspected: readonly Inspected[], json: boolean, terminal: Terminal): number {
  const summary = summarise(inspected);
  const ok = summary.lost === 0 && summary.unreadable === 0;
  if (json) terminal.out(`${JSON.stringify({ ok, summary, bodies: inspected }, null, 2)}\n`);
  else terminal.out(`${inspected.map(describe).join("")}\n${describeSummary(summary)}`);
  return ok ? 0 : 1;
}
