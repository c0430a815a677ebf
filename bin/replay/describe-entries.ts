import type { Entry } from "../../functions/replay/entry.ts";
import type { ListResult, PreviewEntry, PreviewResult } from "../../functions/replay/results.ts";
import { formatTable } from "../command-line/format-table.ts";
import { describeCounts, describeSurvey } from "./describe-summary.ts";

/** A table of dead letters, and below it what it does not show. */
export function describeList({ deadLetters, summary }: ListResult, showContent: boolean): string {
  const headings = ["ID", "TYPE", "BUSINESS", "PERSON", "CLASS", "REASON", "TRIED", "OCCURRED", "DEAD SINCE"];
  const rows = deadLetters.map((entry) => [
    entry.id,
    entry.type ?? "-",
    entry.business ?? "-",
    describePerson(entry),
    entry.class,
    entry.reason,
    entry.attempts === undefined ? "-" : String(entry.attempts),
    shortTime(entry.occurredAt),
    shortTime(entry.deadSince),
    ...contentOf(entry, showContent),
  ]);
  return (
    tableOf(showContent ? [...headings, "CONTENT"] : headings, rows) +
    `${count(summary.found)}${describeCounts(summary.byReason)}.\n` +
    describeSurvey(summary)
  );
}

/** A table of what `run` would do, and below it what it does not show. */
export function describePreview({ deadLetters, summary }: PreviewResult, showContent: boolean): string {
  const headings = ["ID", "TYPE", "BUSINESS", "PERSON", "REASON", "OCCURRED", "WOULD", "COMES AFTER"];
  const rows = deadLetters.map((entry) => [
    entry.id,
    entry.type ?? "-",
    entry.business ?? "-",
    describePerson(entry),
    entry.reason,
    shortTime(entry.occurredAt),
    describeVerdict(entry),
    describeLater(entry),
    ...contentOf(entry, showContent),
  ]);
  return (
    tableOf(showContent ? [...headings, "CONTENT"] : headings, rows) +
    `${count(summary.found)}${describeCounts(summary.would)}.\n` +
    describeSurvey(summary)
  );
}

function describePerson({ person = "-", hidesMore = false }: Entry): string {
  return hidesMore ? `${person} (more)` : person;
}

function describeVerdict({ would, replayed, overtakes }: PreviewEntry): string {
  const behind = overtakes === 0 ? "" : `; overtakes ${overtakes} older dead letters that stay`;
  switch (would.kind) {
    case "apply": {
      // Nothing is recorded of turns: the agent knows by itself what it has answered.
      if (would.session === undefined)
        return `send back; the agent leaves it out if it has answered it${behind}`;
      const session = would.session === "current" ? "" : SESSIONS[would.session];
      const readBack = would.readsBack ? ", unless CartaAI shows that it was" : "";
      return `apply${session}${readBack}${behind}`;
    }
    case "already-applied":
      return "remove: already applied";
    case "superseded":
      return `remove: superseded by the state of ${shortTime(would.by)}`;
    case "unprovable":
      return replayed ? `apply, perhaps a second time${behind}` : "leave: unprovable, needs --force";
    case "malformed":
      return `leave: cannot be replayed (${would.reason})`;
    case "session-unreadable":
      return "leave: the session's item is not understood";
    case "too-large":
      return "leave: SQS takes no message of its size with what a replay adds to it";
    case "copy":
      return "remove with the other copy of this event";
  }
}

const SESSIONS = { reopened: ", in a new session: the last has ended", opened: ", in a first session" };

function describeLater({ appliedSince: { events, newerState } }: PreviewEntry): string {
  const last = events.at(-1);
  const parts = [
    last && `${eventsIn(events.length)} applied since, the last at ${shortTime(last.at)}`,
    newerState && `a state of ${shortTime(newerState)}`,
  ];
  return parts.filter(Boolean).join("; ") || "-";
}

function eventsIn(count: number): string {
  return count === 1 ? "1 event" : `${count} events`;
}

function contentOf({ content = "" }: Entry, showContent: boolean): string[] {
  return showContent ? [content] : [];
}

function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? "" : `${formatTable(headings, rows)}\n`;
}

function count(found: number): string {
  if (found === 0) return "No dead letter matches";
  return found === 1 ? "1 dead letter" : `${found} dead letters`;
}

/** "2026-03-01 12:00:00", UTC. */
function shortTime(time: string | undefined): string {
  return time === undefined ? "-" : new Date(time).toISOString().slice(0, 19).replace("T", " ");
}
