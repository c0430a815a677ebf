import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { guardUsage } from "../../bin/command-line/guard-usage.ts";
import { readOptions } from "../../bin/command-line/read-options.ts";
import type { Terminal } from "../../bin/command-line/terminal.ts";
import { UsageError } from "../../bin/command-line/usage-error.ts";
import { billOf, totalOf } from "./bill.ts";
import { describe } from "./describe.ts";
import { measureTurns } from "./measure-turns.ts";

const DOCUMENT = resolve(import.meta.dirname, "../../docs/cost.md");

const OPTIONS = {
  /** Marks are written 25 at a time: after so many turns the watermarks have gone round exactly. */
  turns: { type: "string", default: "25" },
  json: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const HELP = `Usage: npm run cost -- [--turns N] [--json] [--write]

Plays turns of one customer through the whole system on this machine, counts what
each asks of AWS, and says what a million of them cost (docs/cost.md).

  --turns N  how many turns are counted (default 25)
  --json     prints one JSON object instead of tables
  --write    takes the tables into docs/cost.md
  --help     prints this

Exit status: 0 it was counted; 1 it failed; 2 the command line is wrong.
`;

/** `npm run cost`. Returns the exit status; see `HELP`. */
export function cost(argv: readonly string[], terminal: Terminal): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const { turns, json, write, help } = readOptions(argv, OPTIONS);
    if (help) {
      terminal.out(HELP);
      return 0;
    }
    const measured = await measureTurns(turnsIn(turns));
    const lines = billOf(measured);
    const tables = describe(measured, lines);
    if (write) writeInto(DOCUMENT, tables);
    const figures = { ...measured, lines, dollars: totalOf(lines) };
    terminal.out(json ? `${JSON.stringify(figures, null, 2)}\n` : `${tables}\n`);
    return 0;
  });
}

/** @throws {UsageError} */
function turnsIn(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UsageError(["--turns: expected a whole number from 1 to 99999"]);
}

function writeInto(file: string, tables: string): void {
  const block = `<!-- measured -->\n\n${tables}\n<!-- /measured -->`;
  const text = readFileSync(file, "utf8").replace(/<!-- measured -->.*<!-- \/measured -->/s, () => block);
  writeFileSync(file, text);
}
