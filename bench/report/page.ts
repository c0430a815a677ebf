import type { Bar, Measurement, Table } from "../harness/bench.ts";

/** What of a run is kept for the page. */
export interface Entry extends Pick<Measurement, "bars" | "tables" | "charts"> {
  readonly key: string;
  readonly title: string;
  readonly about: string;
  /** ISO day. */
  readonly measuredOn: string;
  readonly machine: string;
}

const INTRODUCTION = `# Performance

\`npm run bench\` measures how this system stands against what would be built instead, in one run on one machine. This page
shows the last run that was written down (\`npm run bench -- --write\`); it is generated, so edit \`bench/\` instead. One key
alone is measured by its name: \`npm run bench -- ack\`.

How to read it:

- Ratios are what counts: both sides of a ratio are measured in turn, in the same run, so that whatever else the machine
  does meets both. Milliseconds are those of the machine named below, and differ elsewhere.
- What is measured are the deployed bundles, each in a process of its own. SQS, DynamoDB, Secrets Manager, CartaAI and
  WhatsApp are stand-ins in other processes, and answer after a constant time.
- The alternatives are real: libraries themselves, or the earlier design's calls, with the same client and the same
  stand-ins.
- A bar is what a figure has to be. \`npm run bench\` ends with status 1 when one does not hold.
- Measure on an idle machine. A figure that only just holds is measured three times; the median counts.
`;

/** docs/performance.md. */
export function performancePage(entries: readonly Entry[]): string {
  const sections = entries.map(sectionOf);
  return [INTRODUCTION, overview(entries.flatMap(({ bars }) => bars)), ...sections].join("\n");
}

function overview(bars: readonly Bar[]): string {
  return `## All bars\n\n${markdownTable({
    headings: ["bar", "limit", "measured", ""],
    rows: bars.map(({ name, value, limit, ok }) => [name, limit, value, ok ? "✓" : "missed"]),
  })}`;
}

function sectionOf({ key, title, about, tables, charts, measuredOn, machine }: Entry): string {
  const drawn = charts.map(({ name, title: alt }) => `![${alt}](performance/${name}.svg)\n`);
  return [
    `## ${title}\n`,
    `\`npm run bench -- ${key}\`; measured on ${measuredOn} (${machine}).\n`,
    `${about}\n`,
    ...tables.map(markdownTable),
    ...drawn,
  ].join("\n");
}

function markdownTable({ headings, rows }: Table): string {
  const lines = [headings, headings.map(() => "---"), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
