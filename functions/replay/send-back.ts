import type { Hold } from "../dead-letters/hold.ts";
import type { EventLetter, Letter } from "../dead-letters/letter.ts";
import { sendInOrder } from "../queues/send-in-order.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import { logFieldsOf } from "./entry.ts";
import { type Judged, judge, type Target } from "./judge.ts";
import { mergeSources } from "./merge-sources.ts";
import { replayMessage } from "./replay-message.ts";
import type { WhyLeft } from "./results.ts";
import { noteLeft, noteSent, type Tally } from "./tally.ts";

/** A letter that is to be sent back. */
interface Outgoing extends Judged {
  readonly letter: EventLetter;
  readonly target: Target;
}

/**
 * Sends a window of dead letters back to their queue, and only then deletes them.
 *
 * @returns how many were sent
 * @throws {QueueUnavailableError} when not all of them are queued; none of them is deleted then
 */
export async function sendBack(
  letters: readonly Letter[],
  force: boolean,
  hold: Hold,
  tally: Tally,
  dependencies: ReplayDependencies,
): Promise<number> {
  const judged = await judge(letters, { force, sending: new Set() }, dependencies);
  await hold.keep();
  // What was lost in the meantime is in somebody else's hands, or comes up again.
  const ours = judged.filter(({ letter }) => hold.has(letter));
  const outgoing = mergeSources(ours.filter(isOutgoing));
  await send(outgoing, tally, dependencies);
  for (const { letter, target } of outgoing) {
    noteSent(tally, letter, target, dependencies.queue.kind.groupOf(target.conversation));
  }

  const done = ours.filter((each) => isDone(each, tally));
  const removed = new Set(await hold.remove(done.map(({ letter }) => letter)));
  for (const each of ours) {
    if (removed.has(each.letter)) noteRemoved(each, tally, dependencies);
    else noteLeft(tally, each.letter, whyLeft(each));
  }
  return outgoing.length;
}

async function send(
  outgoing: readonly Outgoing[],
  tally: Tally,
  { sqs, queue, clock }: ReplayDependencies,
): Promise<void> {
  const messages = outgoing.map((each) => replayMessage(each, each.target, queue.kind, clock()));
  try {
    await sendInOrder(sqs, queue.url, messages);
  } catch (error) {
    for (const { letter } of outgoing) noteLeft(tally, letter, "not-queued");
    throw error;
  }
}

function isOutgoing(judged: Judged): judged is Outgoing {
  return judged.isReplayed && judged.target !== undefined && judged.letter.event !== undefined;
}

/** A copy may go once the event is queued by way of another letter. */
function isDone({ letter, verdict: { kind }, isReplayed }: Judged, { sent }: Tally): boolean {
  if (isReplayed || kind === "copy") return sent.has(letter.id);
  return kind === "already-applied" || kind === "superseded";
}

function noteRemoved(
  { letter, verdict: { kind }, isReplayed }: Judged,
  tally: Tally,
  { log }: ReplayDependencies,
) {
  if (isReplayed) return;
  if (kind === "already-applied") tally.alreadyApplied += 1;
  if (kind === "superseded") tally.superseded += 1;
  log(`Removed a dead letter: ${kind}`, logFieldsOf(letter));
}

function whyLeft({ verdict: { kind } }: Judged): WhyLeft {
  switch (kind) {
    case "malformed":
    case "unprovable":
    case "session-unreadable":
    case "too-large":
      return kind;
    default:
      return "not-deleted";
  }
}
