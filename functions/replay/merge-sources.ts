import type { EventLetter } from "../dead-letters/letter.ts";
import { sessionKey } from "../sessions/session.ts";
import type { Target } from "./judge.ts";

interface Addressed {
  readonly letter: EventLetter;
  readonly target: Target;
}

/**
 * Brings the letters of conversations that have been merged into one order: each group of dead letters keeps its own, and
 * between groups the event that occurred first goes first.
 */
export function mergeSources<Item extends Addressed>(items: readonly Item[]): Item[] {
  const byTarget = Map.groupBy(items, ({ target }) => sessionKey(target.conversation));
  return [...byTarget.values()].flatMap((ofTarget) =>
    merge([...Map.groupBy(ofTarget, ({ letter }) => letter.groupId).values()]),
  );
}

function merge<Item extends Addressed>(sources: readonly Item[][]): Item[] {
  const merged: Item[] = [];
  for (;;) {
    const waiting = sources.filter((source) => source.length > 0);
    if (waiting.length === 0) return merged;
    const first = waiting.reduce((best, source) => (headTime(source) < headTime(best) ? source : best));
    merged.push(...first.splice(0, 1));
  }
}

function headTime([head]: readonly Addressed[]): number {
  return Date.parse(head?.letter.event.occurredAt ?? "");
}
