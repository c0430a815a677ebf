import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { BENCHES } from "../benches.ts";
import type { Measured } from "../harness/run.ts";
import { drawChart } from "./chart.ts";
import { type Entry, performancePage } from "./page.ts";

const docs = resolve(import.meta.dirname, "../../docs");
const charts = join(docs, "performance");
const lastRun = join(charts, "last-run.json");

/** Takes a run into docs/performance.md. What was not measured this time stays as it was. */
export function writeReport(measured: readonly Measured[], machine: string): void {
  mkdirSync(charts, { recursive: true });
  const known = new Map(readLastRun().map((entry) => [entry.key, entry]));
  const measuredOn = new Date().toISOString().slice(0, 10);
  for (const { bench, measurement } of measured) {
    const { key, title, about } = bench;
    const { bars, tables, charts: drawn } = measurement;
    known.set(key, { key, title, about, measuredOn, machine, bars, tables, charts: drawn });
  }
  const entries = BENCHES.map(({ key }) => known.get(key)).filter((entry) => entry !== undefined);
  writeFileSync(lastRun, `${JSON.stringify(entries, null, 2)}\n`);
  writeFileSync(join(docs, "performance.md"), performancePage(entries));
  for (const chart of entries.flatMap((entry) => entry.charts))
    writeFileSync(join(charts, `${chart.name}.svg`), drawChart(chart));
}

/** Written by this very file. */
function readLastRun(): Entry[] {
  return existsSync(lastRun) ? JSON.parse(readFileSync(lastRun, "utf8")) : [];
}
