import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { billOf, totalOf } from "./cost/bill.ts";
import { describe } from "./cost/describe.ts";
import { measureTurns } from "./cost/measure-turns.ts";

/** `npm run cost`: counts what a turn asks of AWS, and says what a million of them cost. */
const { values: options } = parseArgs({
  options: {
    /** Marks are written 25 at a time: after so many turns the watermarks have gone round exactly. */
    turns: { type: "string", default: "25" },
    json: { type: "boolean", default: false },
    /** Puts the tables into docs/cost.md. */
    write: { type: "boolean", default: false },
  },
});

const measured = await measureTurns(Number(options.turns));
const lines = billOf(measured);
const tables = describe(measured, lines);
if (options.write) {
  const file = resolve(import.meta.dirname, "../docs/cost.md");
  const block = `<!-- measured -->\n\n${tables}\n<!-- /measured -->`;
  const text = readFileSync(file, "utf8").replace(/<!-- measured -->.*<!-- \/measured -->/s, () => block);
  writeFileSync(file, text);
}
console.log(options.json ? JSON.stringify({ ...measured, lines, dollars: totalOf(lines) }, null, 2) : tables);
process.exit(0);
