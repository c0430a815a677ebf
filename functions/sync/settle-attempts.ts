import { type CartaAIConversation, historyOf } from "../cartaai/conversation.ts";
import {
  asRetryable,
  CartaAIPermanentError,
  CartaAIRetryableError,
  CartaAISessionGoneError,
} from "../cartaai/errors.ts";
import { holdsText } from "../json/json-object.ts";
import {
  contentDigest,
  entriesSince,
  entryDigest,
  HISTORY_LENGTH,
  unstampedEntry,
  wasShown,
} from "../sessions/history.ts";
import { forgetSession, type Session, type UnsettledAttempt } from "../sessions/session.ts";
import type { StateEvent, SyncEvent } from "../sync-events/contract.ts";
import type { EventContext } from "./event-context.ts";

/** The conversation has moved on so far that its history no longer tells whether an attempt happened. */
export class UnprovableOutcomeError extends Error {
  override readonly name = "UnprovableOutcomeError";
}

/**
 * Finds out what became of attempts whose outcome is unknown, by reading the conversation back, before anything else is
 * written to it. Those that did happen are marked as applied; afterwards nothing is unsettled.
 *
 * @throws {CartaAIRetryableError} when CartaAI cannot be read, or may still be at work on an attempt: nothing is decided
 */
export async function settleAttempts(session: Session, context: EventContext): Promise<void> {
  const [states, provable] = divide(session.unsettled, ({ proof }) => proof.kind === "state");
  assertNoneUnderWay(states, context);
  for (const [sessionId, attempts] of Map.groupBy(provable, (attempt) => attempt.sessionId)) {
    const isCurrent = sessionId === session.sessionId;
    const conversation = await readBack(sessionId, context);
    if (conversation === undefined) {
      // It took its messages with it: nothing is left that a repetition, in a new session, could double.
      if (isCurrent) forgetSession(session);
      continue;
    }
    const verdicts = judge(attempts, conversation, isCurrent ? session.history : undefined);
    const absent = verdicts.filter(({ verdict }) => verdict !== "happened");
    assertNoneUnderWay(
      absent.map(({ attempt }) => attempt),
      context,
    );
    for (const { attempt, verdict } of verdicts) {
      if (verdict === "happened") context.noteApplied(attempt.event);
      if (verdict === "unprovable")
        session.unprovable = [...session.unprovable, attempt.event].slice(-HISTORY_LENGTH);
    }
    if (isCurrent) rememberHistory(session, conversation);
  }
  session.unsettled = [];
}

/**
 * Stops an event of which nobody can tell whether it was applied, also when it comes back from the dead letters, unless
 * a person has decided to apply it all the same.
 *
 * @throws {UnprovableOutcomeError}
 */
export function assertProvable({ unprovable }: Session, { hash, isForced }: EventContext): void {
  if (isForced || !unprovable.includes(hash)) return;
  throw new UnprovableOutcomeError("the history no longer shows the time of the attempt");
}

async function readBack(sessionId: string, context: EventContext): Promise<CartaAIConversation | undefined> {
  try {
    return await context.conversations.read(sessionId, context.scope, context.call);
  } catch (error) {
    if (error instanceof CartaAISessionGoneError) return undefined;
    // Whatever is wrong with reading says nothing about the event, so it may not decide about it.
    if (error instanceof CartaAIPermanentError) throw asRetryable(error);
    throw error;
  }
}

interface Judged {
  readonly attempt: UnsettledAttempt;
  readonly verdict: "happened" | "did-not-happen" | "unprovable";
}

/** Each new entry of the history accounts for one attempt at most: two equal messages need two equal entries. */
function judge(
  attempts: readonly UnsettledAttempt[],
  conversation: CartaAIConversation,
  known: readonly string[] | undefined,
): Judged[] {
  const history = historyOf(conversation);
  if (history === undefined && wasShown(known ?? [])) {
    throw new CartaAIRetryableError("the answer shows no history", {
      operation: "readConversation",
      outcome: "refused",
    });
  }
  const since = entriesSince(known, history ?? []);
  const unclaimed = since.entries.map(({ role, content }) => contentDigest(role, content));
  return attempts.map((attempt) => {
    const { proof } = attempt;
    if (proof.kind === "state") return { attempt, verdict: "did-not-happen" };
    if (proof.kind === "order") {
      return { attempt, verdict: linksOrder(conversation, proof.orderId) ? "happened" : "did-not-happen" };
    }
    const found = unclaimed.indexOf(proof.digest);
    if (found >= 0) unclaimed.splice(found, 1);
    const proved = found >= 0 ? since.presenceProves : since.absenceProves;
    if (!proved) return { attempt, verdict: "unprovable" };
    return { attempt, verdict: found >= 0 ? "happened" : "did-not-happen" };
  });
}

/**
 * An attempt that was never answered may still be on its way through CartaAI. Until that can be ruled out by time, its
 * absence from the history means nothing, and a state that is sent after it may be undone by it.
 */
function assertNoneUnderWay(
  attempts: readonly UnsettledAttempt[],
  { clock, settleAfter }: EventContext,
): void {
  const silent = attempts.filter(({ answered }) => !answered);
  const left = Math.max(0, ...silent.map(({ at }) => at + settleAfter - clock()));
  if (left === 0) return;
  throw new CartaAIRetryableError("an earlier attempt may still be under way", {
    operation: "readConversation",
    outcome: "refused",
    retryAfter: Math.ceil(left / 1000),
  });
}

/** Not by `currentOrderId`: the state that goes before a link carries it too. */
function linksOrder({ context }: CartaAIConversation, orderId: string): boolean {
  return holdsText(context?.orderHistory, orderId);
}

/** What to look for in a conversation that is read back. */
export function proofOf(event: Exclude<SyncEvent, StateEvent>): UnsettledAttempt["proof"] {
  return event.type === "message"
    ? { kind: "message", digest: contentDigest(event.role, event.content) }
    : { kind: "order", orderId: event.orderId };
}

/**
 * Keeps what CartaAI shows now as the base that the next read-back is compared with.
 *
 * @param written the event that this is the answer to, in case the answer shows no history
 */
export function rememberHistory(
  session: Session,
  conversation: CartaAIConversation | undefined,
  written?: SyncEvent,
): void {
  const history = conversation && historyOf(conversation);
  if (history !== undefined) {
    session.history = history.slice(-HISTORY_LENGTH).map(entryDigest);
  } else if (written?.type === "message" && session.history !== undefined) {
    // On top of what nobody knows it would pass for all that there is, and an older entry for a new one.
    const entry = unstampedEntry(contentDigest(written.role, written.content));
    session.history = [...session.history, entry].slice(-HISTORY_LENGTH);
  }
}

function divide<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
