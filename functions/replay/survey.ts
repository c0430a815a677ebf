import { NOTHING_UNSEEN, readUnseen, type Unseen } from "../dead-letters/backlog.ts";
import { createHold, type Hold } from "../dead-letters/hold.ts";
import type { Letter } from "../dead-letters/letter.ts";
import { CutGroups } from "./cut-groups.ts";
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
  /** All that could be received when it last tried has been given out. */
  readonly isExhausted: boolean;
  /**
   * Up to so many more that are meant, with the others of the last one's message; fewer when nothing more can be seen for
   * the moment, or when it was told to stop. Whoever asks for more is done with those before.
   */
  next(maximum: number): Promise<Found[]>;
  /**
   * Gives back what is held of some groups, so that what has come to be behind it is seen by the next look. Only for whoever
   * is done with all of it: what was meant and not given out yet is given up.
   */
  lookAgain(groupIds: ReadonlySet<string>): Promise<void>;
  /** What cannot be seen; nothing as long as there is more that can be. */
  unseen(): Promise<Unseen>;
}

export function createSurvey(dependencies: ReplayDependencies, filter: Filter): Survey {
  const { sqs, queue, signal, clock } = dependencies;
  const hold = createHold(sqs, queue, clock);
  const cut = new CutGroups();
  const passedOver = new Map<string, number>();
  /** SQS's ids of what was looked at, and given back to be received again. */
  const known = new Set<string>();
  /** SQS's ids of all that was looked at. */
  const lookedAt = new Set<string>();
  /** Looked at, meant, and not given out yet. */
  let pending: Found[] = [];
  let seen = 0;
  let isDry = false;

  /** What was split off was looked at in its message; had it been meant and done with, it would be gone. */
  function isKnown({ messageId, splitFrom }: Letter): boolean {
    return known.has(messageId) || (splitFrom !== undefined && lookedAt.has(splitFrom));
  }

  async function take(): Promise<void> {
    const answer = await hold.receive();
    isDry = answer.length === 0;
    const letters = answer.filter((letter) => !isKnown(letter));
    for (const { messageId } of letters) lookedAt.add(messageId);
    cut.note(answer, letters.length);
    seen += letters.length;
    // Whatever is lost comes up again, or is in somebody else's hands.
    pending = pending.filter(({ letter }) => hold.has(letter));
    const meant = new Set(await filter(letters));
    for (const letter of letters) {
      const before = passedOver.get(letter.groupId) ?? 0;
      if (meant.has(letter)) pending.push({ letter, passedOver: before });
      else passedOver.set(letter.groupId, before + 1);
    }
  }

  /** Only when nobody is at work on any of them. @returns whether there may be something to receive now */
  async function giveBack(groupIds: ReadonlySet<string>): Promise<boolean> {
    const given = await hold.giveBack(groupIds);
    for (const { messageId } of given) known.add(messageId);
    return given.length > 0;
  }

  const survey: Survey = {
    hold,
    get seen() {
      return seen;
    },
    get isExhausted() {
      return isDry && pending.length === 0 && cut.isEmpty;
    },
    async next(maximum) {
      while (pending.length < maximum && !signal.aborted) {
        await take();
        if (isDry && (pending.length > 0 || !(await giveBack(cut.take())))) break;
      }
      return pending.splice(0, wholeMessages(pending, maximum));
    },
    async lookAgain(groupIds) {
      await giveBack(groupIds);
    },
    async unseen() {
      return survey.isExhausted ? await readUnseen(sqs, queue.deadLettersUrl, hold) : NOTHING_UNSEEN;
    },
  };
  return survey;
}

/** So many, and the rest of the last one's message: events that travelled together are not torn apart. */
function wholeMessages(found: readonly Found[], maximum: number): number {
  let count = Math.min(maximum, found.length);
  while (count > 0 && found[count]?.letter.messageId === found[count - 1]?.letter.messageId) count += 1;
  return count;
}
