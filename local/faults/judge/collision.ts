import type { LedgerReading } from "../../cartaai/ledger.ts";
import type { SaidEvent } from "../world/said.ts";
import { contentOfEntry } from "./transcript.ts";
import type { Collision } from "./verdict.ts";

/** What a person's lines of one content have come to. */
export interface Tally {
  readonly content: string;
  readonly wanted: readonly SaidEvent[];
  /** How many stand at CartaAI. */
  readonly found: number;
}

/**
 * What two conversations of one person can do to each other until both have run dry (docs/decisions/0004), and no more:
 *
 * - "overwritten": both write to one session of CartaAI's at the same moment, and CartaAI saves an older document over
 *   what it had acknowledged; as many are missing as CartaAI has lost itself, at the most;
 * - "mistaken": one looks for an attempt of its own, and finds an equal line of the other one.
 *
 * @returns undefined when it is something else, or more than that
 */
export function collisionOf(tally: Tally, ledger: LedgerReading): Collision | undefined {
  const { wanted, found } = tally;
  const missing = wanted.length - found;
  if (missing < 0) return undefined;
  if (missing <= overwrittenTimes(tally, ledger)) return "overwritten";
  return found > 0 && areInSeveral(wanted) ? "mistaken" : undefined;
}

/** One line in several conversations: which of them stands where cannot be told. */
export function areInSeveral(events: readonly SaidEvent[]): boolean {
  return new Set(events.flatMap(({ keys }) => [...keys])).size > 1;
}

function overwrittenTimes({ content }: Tally, { overwritten }: LedgerReading): number {
  return overwritten.filter((entry) => contentOfEntry(entry) === content).length;
}
