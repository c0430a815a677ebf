import { NOTHING_UNSEEN, readUnseen, type Unseen } from "../dead-letters/backlog.ts";
import { createHold, type Hold } from "../dead-letters/hold.ts";
import { MAX_ENTRIES } from "../dead-letters/in-batches.ts";
import type { Letter } from "../dead-letters/letter.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import type { Filter } from "./filter.ts";

/** A letter that is meant. */
export interface Found {
  readonly letter: Letter;
  /** Older letters of the same conversation that are not meant, and stay. */
  readonly passedOver: number;
}

/** Goes through the dead letters, each conversation's in order. What it has seen is held until the end. */
export interface Survey {
  readonly hold: Hold;
  /** Letters looked at. */
  readonly seen: number;
  /** Nothing more could be received when it last tried. */
  readonly isExhausted: boolean;
  /** Up to so many more that are meant; fewer when nothing more can be seen, or when it was told to stop. */
  next(maximum: number): Promise<Found[]>;
  /** What cannot be seen; nothing as long as there is more that can be. */
  unseen(): Promise<Unseen>;
}

export function createSurvey(dependencies: ReplayDependencies, filter: Filter): Survey {
  const { sqs, queue, signal, clock } = dependencies;
  const hold = createHold(sqs, queue, clock);
  const passedOver = new Map<string, number>();
  let seen = 0;
  let isExhausted = false;

  async function take(maximum: number): Promise<Found[]> {
    const letters = await hold.receive(Math.min(MAX_ENTRIES, maximum));
    isExhausted = letters.length === 0;
    seen += letters.length;
    const meant = new Set(await filter(letters));
    return letters.flatMap((letter) => {
      const before = passedOver.get(letter.groupId) ?? 0;
      if (meant.has(letter)) return [{ letter, passedOver: before }];
      passedOver.set(letter.groupId, before + 1);
      return [];
    });
  }

  return {
    hold,
    get seen() {
      return seen;
    },
    get isExhausted() {
      return isExhausted;
    },
    async next(maximum) {
      const found: Found[] = [];
      do found.push(...(await take(maximum - found.length)));
      while (found.length < maximum && !isExhausted && !signal.aborted);
      return found;
    },
    async unseen() {
      return isExhausted ? await readUnseen(sqs, queue.deadLettersUrl, hold.size) : NOTHING_UNSEEN;
    },
  };
}
