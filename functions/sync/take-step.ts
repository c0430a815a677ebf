import { CartaAICircuitOpenError, CartaAIError, CartaAIUnauthorisedError } from "../cartaai/errors.ts";
import type { Claim } from "../claims/claim-item.ts";
import { backoff, backoffUntried, MAX_BACKOFF } from "../queues/backoff.ts";
import { noteAside, type Session } from "../sessions/session.ts";
import { applyEvent } from "./apply-event.ts";
import { claimStep } from "./claim-event.ts";
import type { Step } from "./collapse-states.ts";
import type { SyncDependencies } from "./dependencies.ts";
import type { EventContext } from "./event-context.ts";
import { judgeFailure, patienceWith } from "./failure.ts";
import { logFailure } from "./log-failure.ts";
import { putEventAside } from "./put-aside.ts";
import { fieldsOf, type QueuedEvent } from "./queued-event.ts";
import { StaleSessionError } from "./recall-session.ts";
import type { Known } from "./select-events.ts";
import { comesLate } from "./superseded.ts";

/**
 * Seconds. After an outage all that waits competes for what a rate limit allows; whoever were sent away for minutes would
 * not be there when their turn has come, and the limit would not be used (docs/performance.md, `drain`).
 */
const LONGEST_WAIT_FOR_A_TURN = 15;
/**
 * Receives that may be spent on such short waits. From there on they become longer with each, so that our patience ends
 * before those that SQS allows a message do (`maxReceiveCount`).
 */
const SHORT_WAITS = 100;

export type StepResult =
  | { readonly kind: "applied" | "put-aside" }
  /** Another conversation of the person's holds it. */
  | { readonly kind: "left" }
  /** Several events were refused together: they have to be taken one by one. */
  | { readonly kind: "split" }
  | { readonly kind: "wait"; readonly seconds: number };

/**
 * Takes one step: it is applied, put aside, or has to wait.
 *
 * @throws {StaleSessionError} before anything is done
 */
export async function takeStep(
  step: Step,
  session: Session,
  known: Pick<Known, "sessions">,
  noteApplied: (hash: string) => void,
  deadline: number,
  dependencies: SyncDependencies,
): Promise<StepResult> {
  const { telemetry, clock } = dependencies;
  const { queued, members } = step;
  // An event before it may have settled it: an attempt of unknown outcome that turned out to have happened.
  if (session.recent.includes(queued.hash)) {
    for (const { hash } of members) noteApplied(hash);
    return { kind: "applied" };
  }
  noteAttempt(session, queued, clock());
  const context = contextOf(step, noteApplied, deadline, dependencies);
  try {
    const claim = await claimStep(step, session, known, context);
    if (claim !== "held") return leave(step, claim, session, context);
    await applyEvent(session, context);
    for (const { hash } of members) noteApplied(hash);
    telemetry.count("EventsApplied", members.length, { type: queued.event.type });
    return { kind: "applied" };
  } catch (error) {
    if (error instanceof StaleSessionError) throw error;
    return await fail(step, session, error, dependencies);
  }
}

/** What others are at, or were, needs no attempt here. */
function leave(
  { queued, members }: Step,
  claim: Exclude<Claim, "held">,
  session: Session,
  { noteApplied, telemetry }: EventContext,
): StepResult {
  if (members.length > 1) return { kind: "split" };
  const reason = claim === "done" ? "already-applied" : claim;
  telemetry.count("EventsSkipped", 1, { reason });
  telemetry.info(`Skipped an event: ${reason}`, fieldsOf(queued));
  if (claim === "done") noteApplied(queued.hash);
  else delete session.head;
  return claim === "done" ? { kind: "applied" } : { kind: "left" };
}

function noteAttempt(session: Session, { hash }: QueuedEvent, now: number): void {
  const { head } = session;
  const stuckSince = head?.stuckSince ?? now;
  session.head =
    head?.event === hash
      ? { ...head, attempts: head.attempts + 1 }
      : { event: hash, attempts: 1, since: now, stuckSince };
}

function contextOf(
  { queued, members }: Step,
  noteApplied: (hash: string) => void,
  deadline: number,
  { conversations, sessions, telemetry, settleAfter, clock }: SyncDependencies,
): EventContext {
  const { event, hash, record } = queued;
  const hashes = members.map((member) => member.hash);
  const { subDomain, localId } = event.conversation;
  return {
    event,
    hash,
    isForced: record.messageAttributes["replayForce"] !== undefined,
    comesLate: comesLate(queued),
    older: hashes.filter((other) => other !== hash),
    scope: { subDomain, ...(localId !== undefined && { localId }) },
    call: { deadline, correlationId: event.correlationId },
    conversations,
    sessions,
    telemetry,
    noteApplied,
    settleAfter,
    clock,
  };
}

async function fail(
  { queued, members }: Step,
  session: Session,
  error: unknown,
  dependencies: SyncDependencies,
): Promise<StepResult> {
  const { telemetry, clock, retryBase, random } = dependencies;
  const { attempts = 1, since = clock() } = session.head ?? {};
  if (error instanceof CartaAICircuitOpenError) return leaveAlone(session, queued, error, dependencies);
  if (error instanceof CartaAIUnauthorisedError) telemetry.count("CartaAIUnauthorised");
  logFailure(queued, error, attempts, telemetry);

  const failure = judgeFailure(error, patienceWith(queued, session, dependencies));
  if (failure.kind === "dead-letter") {
    if (members.length > 1) return { kind: "split" };
    const reason = { ...failure.reason, firstAttemptAt: since, lastAttemptAt: clock(), attempts };
    if (await putEventAside(queued, reason, dependencies)) {
      const occurredAt = Date.parse(queued.event.occurredAt);
      noteAside(session, queued.hash, queued.record.messageId, clock(), occurredAt);
      return { kind: "put-aside" };
    }
  }
  telemetry.count("EventsRetried", 1, { type: queued.event.type });
  const retryAfter =
    error instanceof CartaAIError && failure.kind === "retry" ? failure.retryAfter : undefined;
  const most = isBusy(error) ? Math.max(longestWaitForATurn(queued), retryAfter ?? 0) : MAX_BACKOFF;
  const waiting = { base: retryBase, random, longest: Math.min(most, MAX_BACKOFF) };
  return { kind: "wait", seconds: backoff(attempts, retryAfter, waiting) };
}

/** CartaAI is up, and takes so many calls and no more. */
function isBusy(error: unknown): boolean {
  return error instanceof CartaAIError && error.status === 429;
}

function longestWaitForATurn({ record }: QueuedEvent): number {
  const spent = (Number(record.attributes.ApproximateReceiveCount) || 1) / SHORT_WAITS;
  return LONGEST_WAIT_FOR_A_TURN * Math.max(1, spent) ** 2;
}

/** CartaAI was not called, so this was no attempt. */
function leaveAlone(
  session: Session,
  { event }: QueuedEvent,
  { retryAfter }: CartaAICircuitOpenError,
  { telemetry, clock, retryBase, random }: SyncDependencies,
): StepResult {
  const { head } = session;
  if (head) session.head = { ...head, attempts: Math.max(1, head.attempts - 1) };
  telemetry.count("EventsRetried", 1, { type: event.type });
  const waited = (clock() - (head?.stuckSince ?? clock())) / 1000;
  return { kind: "wait", seconds: backoffUntried(waited, retryAfter, { base: retryBase, random }) };
}
