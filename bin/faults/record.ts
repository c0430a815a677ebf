import { readFile, writeFile } from "node:fs/promises";
import { FAULT_KINDS, type FaultKind } from "../../local/faults/plan/fault-kinds.ts";
import type { Report } from "../../local/faults/report.ts";

const DOCUMENT = new URL("../../docs/faults.md", import.meta.url);
const BEGIN = "<!-- measured: npm run faults -- --record writes from here -->\n";
const END = "<!-- to here -->\n";

/** Where each part of a world's faults is, as the document calls it. */
const PLACES: Readonly<Record<keyof typeof FAULT_KINDS, string>> = {
  cartaai: "CartaAI",
  outage: "CartaAI",
  sqs: "SQS",
  mapping: "SQS",
  dynamodb: "DynamoDB",
  lambda: "Lambda",
  whatsapp: "WhatsApp",
  bot: "the bot",
  meta: "Meta",
};

/** Writes what a run has come to into docs/faults.md, in place of what stood there. */
export async function recordReport(report: Report): Promise<void> {
  const document = await readFile(DOCUMENT, "utf8");
  await writeFile(DOCUMENT, withMeasured(document, measuredSection(report)));
}

/** @throws {RangeError} when the document has no place for it */
export function withMeasured(document: string, section: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new RangeError("docs/faults.md has no place for what was measured");
  return `${document.slice(0, begin + BEGIN.length)}\n${section}\n${document.slice(end)}`;
}

/** A run as Markdown: how much of everything, and what became of it. */
export function measuredSection(report: Report): string {
  const { scenarios, seed, events, faults, replies, seconds } = report;
  const rows = [
    ["lost", report.lost],
    ["duplicated", report.duplicated],
    ["reordered", report.reordered],
    ["stuck", report.stuck],
    ["wrongly dead-lettered", report.wronglyDeadLettered],
    ["crashed", report.crashed],
    ...Object.entries(report.collisions).map(([how, count]) => [`collided: ${how}`, count] as const),
    ["replies sent once more, their sending interrupted", report.repliesRepeated],
    ["dead letters", report.deadLettered],
    ["of them unprovable", report.unprovable],
    ["replayed", report.replayed],
    ["moved back by AWS's own redrive", report.redriven],
  ] as const;
  const kinds = Object.entries(FAULT_KINDS).flatMap(([part, own]) =>
    own.map((kind: FaultKind) => [PLACES[part as keyof typeof PLACES], kind, report.faultsByKind[kind]]),
  );
  return [
    `${whole(scenarios)} scenarios (seed \`${seed}\`): ${whole(events)} events and ${whole(replies)} replies of the bot, `,
    `${whole(faults)} faults that took effect; ${seconds.toFixed(0)} s.\n\n`,
    table(
      ["what became of it", "count"],
      rows.map(([name, count]) => [name, whole(count)]),
    ),
    "\n",
    table(
      ["where", "fault", "count"],
      kinds.map(([where, kind, count]) => [`${where}`, `${kind}`, whole(Number(count))]),
    ),
  ].join("");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const rule = head.map((_, index) => (index === head.length - 1 ? "---:" : "---"));
  return [line(head), line(rule), ...rows.map(line)].join("");
}

function whole(count: number): string {
  return count.toLocaleString("en-US").replaceAll(",", " ");
}
