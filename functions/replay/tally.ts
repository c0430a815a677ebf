import type { EventLetter, Letter } from "../dead-letters/letter.ts";
import type { EventKey } from "../sessions/applied-marks.ts";
import { sessionKey } from "../sessions/session.ts";
import type { Progress } from "./dependencies.ts";
import { toEntry } from "./entry.ts";
import type { Target } from "./judge.ts";
import { countBy, type LeftEntry, type RunResult, type WhyLeft } from "./results.ts";

/** An event that was sent back. */
export interface Sent {
  readonly key: EventKey;
  readonly sessionKey: string;
  readonly letter: EventLetter;
  /** Of its queue message; of its dead letter too, should it become one again. */
  readonly groupId: string;
  /** The dead letter that it has become again, if it has. */
  cameBack?: Letter;
}

/** What a run has done so far. */
export interface Tally {
  /** By event hash. */
  readonly sent: Map<string, Sent>;
  /** By SQS's message id and their own. */
  readonly left: Map<string, LeftEntry>;
  alreadyApplied: number;
  superseded: number;
}

export function createTally(): Tally {
  return { sent: new Map(), left: new Map(), alreadyApplied: 0, superseded: 0 };
}

export function noteSent(tally: Tally, letter: EventLetter, { conversation }: Target, groupId: string): void {
  const key = { subDomain: conversation.subDomain, event: letter.id };
  tally.sent.set(letter.id, { key, sessionKey: sessionKey(conversation), letter, groupId });
}

export function noteLeft(tally: Tally, letter: Letter, why: WhyLeft): void {
  tally.left.set(`${letter.messageId}\n${letter.id}`, { ...toEntry(letter), why });
}

/**
 * Notes that a letter holds an event that this run has sent already. It is not sent again: either it failed again, or it
 * is a second copy, and the two cannot be told apart safely by clocks of two machines.
 *
 * @returns whether it is one
 */
export function noteIfBack(tally: Tally, letter: Letter): boolean {
  const sent = tally.sent.get(letter.id);
  if (sent === undefined) return false;
  if (letter.messageId !== sent.letter.messageId) {
    sent.cameBack = letter;
    noteLeft(tally, letter, "came-back");
  }
  return true;
}

export function progressOf({ sent, alreadyApplied, superseded }: Tally, seen: number, waiting = 0): Progress {
  return { seen, replayed: sent.size, removed: alreadyApplied + superseded, waiting };
}

export function report({ sent, left, alreadyApplied, superseded }: Tally) {
  const entries = [...left.values()];
  return {
    left: entries,
    counts: { replayed: sent.size, alreadyApplied, superseded, left: countBy(entries, ({ why }) => why) },
  } satisfies Pick<RunResult, "left"> & { counts: Partial<RunResult["summary"]> };
}
