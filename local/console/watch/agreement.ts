import { compareTranscripts } from "../../demo/checks/compare-transcripts.ts";
import type { Line } from "../../demo/scenario.ts";
import type { Agreement } from "../api.ts";
import type { SaidLine } from "./said.ts";
import type { EventState } from "./timeline-entry.ts";

const DIFFERENCES_SHOWN = 20;

/**
 * Compares what was said with what CartaAI holds.
 *
 * @param held everything, beyond the last 20
 * @param stateOf how far the event of a line has come; undefined while nothing of it is queued
 */
export function compare(
  said: readonly SaidLine[],
  held: readonly Line[],
  stateOf: (line: SaidLine) => EventState | undefined,
): Omit<Agreement, "since"> {
  const differences = compareTranscripts(said, held);
  const absent = missingOf(said, held);
  const isOnItsWay = absent.some((line) => stateOf(line) !== "dead" && stateOf(line) !== "settled");
  const isOnlyAbsent = differences.every((difference) => difference.startsWith("lost"));
  const state = differences.length === 0 ? "agrees" : isOnlyAbsent && isOnItsWay ? "waiting" : "differs";
  return {
    state,
    missing: absent.length,
    deadLetters: absent.filter((line) => stateOf(line) === "dead").length,
    differences: differences.slice(0, DIFFERENCES_SHOWN),
  };
}

/** Of equal lines the last ones are taken to be missing. */
function missingOf(said: readonly SaidLine[], held: readonly Line[]): SaidLine[] {
  const counts = new Map<string, number>();
  for (const line of held) counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1);
  return said.filter((line) => {
    const left = counts.get(keyOf(line)) ?? 0;
    counts.set(keyOf(line), left - 1);
    return left <= 0;
  });
}

function keyOf({ role, content }: Line): string {
  return `${role} ${content}`;
}
