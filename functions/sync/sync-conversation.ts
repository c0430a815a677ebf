import { describeError } from "../observability/describe-error.ts";
import { backoff } from "../queues/backoff.ts";
import { markApplied, mayBeElsewhere, newSession, type Session } from "../sessions/session.ts";
import { SessionTakenOverError } from "../sessions/sessions-table.ts";
import { collapseStates, type Step } from "./collapse-states.ts";
import type { SyncDependencies } from "./dependencies.ts";
import type { QueuedEvent } from "./queued-event.ts";
import { rememberSession } from "./recall-session.ts";
import { type Known, selectEvents } from "./select-events.ts";
import { takeStep } from "./take-step.ts";

/** What of a conversation is not settled, in order, and when to try again. */
export interface Remainder {
  readonly events: readonly QueuedEvent[];
  /** Seconds. */
  readonly delay: number;
}

/** Milliseconds: with less than this left an event is not begun, so that its end can still be recorded. */
const SHORTEST_USEFUL_TIME = 1_000;

/**
 * Applies one conversation's part of a batch, strictly in order. The first event that has to wait stops it; everything
 * that is not settled by then is handed back.
 *
 * @param deadline epoch milliseconds by which CartaAI has to have answered
 * @throws {StaleSessionError} before anything is done, when the session comes from memory
 */
export async function syncConversation(
  pk: string,
  conversation: readonly QueuedEvent[],
  loaded: Known,
  deadline: number,
  dependencies: SyncDependencies,
): Promise<Remainder> {
  const session = loaded.sessions.get(pk) ?? newSession(pk);
  const selection = selectEvents(conversation, session, loaded, dependencies);
  const settled = new Set<string>();
  const marked = new Set(selection.unmarked);
  const own = new Map(conversation.map(({ hash, event }) => [hash, event]));
  const noteApplied = (hash: string) => {
    const event = own.get(hash);
    markApplied(session, hash, dependencies.clock(), event && Date.parse(event.occurredAt));
    // An earlier one, whose outcome was unknown, is not here to tell.
    if (event === undefined || mayBeElsewhere(event.conversation)) marked.add(hash);
    settled.add(hash);
  };

  let delay = 0;
  const steps = collapseStates(selection.events);
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    if (deadline - dependencies.clock() < SHORTEST_USEFUL_TIME) break;
    const result = await takeStep(step, session, loaded, noteApplied, deadline, dependencies);
    if (result.kind === "split") steps.unshift(...oneByOne(step));
    if (result.kind === "put-aside" || result.kind === "left") settled.add(step.queued.hash);
    if (result.kind === "wait") {
      delay = result.seconds;
      break;
    }
  }

  const nothingDone = selection.events.length === 0 && marked.size === 0;
  if (!nothingDone && !(await recordEnd(session, conversation, marked, dependencies))) {
    return { events: conversation, delay: delayWithoutRecord(conversation, session, dependencies) };
  }
  const isLeft = (queued: QueuedEvent) => !settled.has(queued.hash) && !selection.skipped.has(queued);
  const left = conversation.filter(isLeft);
  if (left.length === 0) rememberSession(session, dependencies);
  return { events: left, delay };
}

/** A merged state was refused: its members are tried by themselves, so that only the one that is wrong is put aside. */
function oneByOne({ members }: Step): Step[] {
  return members.map((queued) => ({ queued, members: [queued] }));
}

/** Without this record the batch would be recognised only by its watermark, so a failure hands everything back. */
async function recordEnd(
  session: Session,
  conversation: readonly QueuedEvent[],
  marked: ReadonlySet<string>,
  { sessions, telemetry }: SyncDependencies,
): Promise<boolean> {
  const subDomain = conversation[0]?.event.conversation.subDomain ?? "";
  try {
    await sessions.complete(session, subDomain, [...marked]);
    return true;
  } catch (error) {
    const takenOver = error instanceof SessionTakenOverError;
    telemetry.error(
      takenOver
        ? "Another consumer took a conversation over"
        : "The end of a conversation's batch could not be recorded",
      { subDomain, ...describeError(error) },
    );
    return false;
  }
}

/** Seconds. Nobody will remember a call that may still be under way, so it is waited for at once. */
function delayWithoutRecord(
  conversation: readonly QueuedEvent[],
  { unsettled }: Session,
  dependencies: SyncDependencies,
): number {
  const isSilent = unsettled.some(({ answered }) => !answered);
  const pause = isSilent ? Math.ceil(dependencies.settleAfter / 1000) : 0;
  return Math.max(pause, delayByReceipts(conversation, dependencies));
}

/** Seconds. What could not be stored cannot count attempts, so SQS's own count stands in for it. */
export function delayByReceipts(
  conversation: readonly QueuedEvent[],
  { retryBase, random }: SyncDependencies,
): number {
  const received = Number(conversation[0]?.record.attributes.ApproximateReceiveCount ?? 1);
  return backoff(received, undefined, { base: retryBase, random });
}
