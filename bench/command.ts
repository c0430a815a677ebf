import { availableParallelism, cpus } from "node:os";
import { formatTable } from "../bin/command-line/format-table.ts";
import { guardUsage } from "../bin/command-line/guard-usage.ts";
import { readArguments } from "../bin/command-line/read-options.ts";
import type { Terminal } from "../bin/command-line/terminal.ts";
import { UsageError } from "../bin/command-line/usage-error.ts";
import { BENCHES } from "./benches.ts";
import { type Bench, FULL, QUICK } from "./harness/bench.ts";
import { barsOf, type Measured, runBenches } from "./harness/run.ts";
import { writeReport } from "./report/write-report.ts";

const OPTIONS = {
  json: { type: "boolean", default: false },
  quick: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const HELP = `npm run bench -- [KEY…] [--json] [--quick] [--write]

Measures how the system stands against what would be built instead; docs/performance.md says how to read it.

  KEY       what to measure, of: ${BENCHES.map(({ key }) => key).join(", ")}; default everything
  --json    prints one object: the figures of each key, and "bars" with what each figure has to be
  --quick   measures next to nothing: only shows that everything works
  --write   takes the figures into docs/performance.md, and draws its charts

Exit status: 0 when every bar holds, 1 when one does not, 2 for a command line that cannot be used.
With --quick the bars are shown and decide nothing.
`;

/** `npm run bench`. Returns the exit status; see `HELP`. */
export function bench(argv: readonly string[], terminal: Terminal): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const { values, positionals: keys } = readArguments(argv, OPTIONS);
    if (values.help) {
      terminal.out(HELP);
      return 0;
    }
    const measured = await runBenches(selected(keys), values.quick ? QUICK : FULL, {
      onBegin: ({ key }) => {
        if (!values.json) terminal.error(`${key} …\n`);
      },
      onMeasured: (result) => {
        if (values.write) writeReport([result], machine());
      },
    });
    terminal.out(values.json ? asJson(measured) : measured.map(describe).join("\n"));
    return values.quick || barsOf(measured).every(({ ok }) => ok) ? 0 : 1;
  });
}

/** @throws {UsageError} */
function selected(keys: readonly string[]): readonly Bench[] {
  const unknown = keys.filter((key) => !BENCHES.some((bench) => bench.key === key));
  if (unknown.length > 0) throw new UsageError(unknown.map((key) => `there is nothing named ${key}`));
  return keys.length === 0 ? BENCHES : BENCHES.filter(({ key }) => keys.includes(key));
}

function asJson(measured: readonly Measured[]): string {
  const figures = measured.map(({ bench: { key }, measurement }) => [key, measurement.figures]);
  return `${JSON.stringify({ ...Object.fromEntries(figures), bars: barsOf(measured) }, null, 2)}\n`;
}

function describe({ bench: { key, title }, measurement: { tables, bars } }: Measured): string {
  const shown = tables.map(({ headings, rows }) =>
    formatTable(
      headings,
      rows.map((row) => row.map(String)),
    ),
  );
  const judged = formatTable(
    ["bar", "is", "limit", ""],
    bars.map(({ name, value, limit, ok }) => [name, String(value), String(limit), ok ? "ok" : "MISSED"]),
  );
  return `${key}: ${title}\n\n${[...shown, judged].join("\n")}`;
}

function machine(): string {
  const [processor] = cpus();
  return `${processor?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.versions.node}`;
}
