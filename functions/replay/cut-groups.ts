import { MAX_ENTRIES } from "../dead-letters/in-batches.ts";
import type { Letter } from "../dead-letters/letter.ts";

/**
 * The groups of which SQS handed out a part only because its answer was full: it puts as many of one group into an answer
 * as there are, and then begins with the next one, which waits for the part that was handed out.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class CutGroups {
  #groupIds = new Set<string>();
  /** Whether letters came up that nobody had seen, since groups were last taken. */
  #hasNew = true;
  #lastTaken = 0;

  get isEmpty(): boolean {
    return this.#groupIds.size === 0;
  }

  /** @param answer what SQS handed out at once, in its order, with how many of it are new */
  note(answer: readonly Letter[], fresh: number): void {
    if (fresh > 0) this.#hasNew = true;
    const last = answer.at(-1)?.groupId;
    if (last === undefined || answer.length < MAX_ENTRIES) return;
    // Of ten of one group it is known that no more can be seen.
    if (answer.some(({ groupId }) => groupId !== last)) this.#groupIds.add(last);
  }

  /**
   * Those that are worth giving back, to be handed out as a whole; they are forgotten here. In each answer one group is
   * cut at most, and another one is whole: unless they become fewer, or something new comes up, it makes no sense.
   */
  take(): ReadonlySet<string> {
    const taken = this.#groupIds;
    const isProgress = this.#hasNew || taken.size < this.#lastTaken;
    this.#groupIds = new Set();
    this.#hasNew = false;
    this.#lastTaken = taken.size;
    return isProgress ? taken : new Set();
  }
}
