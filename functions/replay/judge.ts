import type { EventLetter, Letter } from "../dead-letters/letter.ts";
import { MAX_BATCH_BYTES, sizeOf } from "../queues/plan-waves.ts";
import { markKey } from "../sessions/applied-marks.ts";
import type { LoadedSessions } from "../sessions/load-sessions.ts";
import { formerSessionKeys, type Session, sessionKey } from "../sessions/session.ts";
import type { Conversation } from "../sync-events/contract.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import { replayMessage } from "./replay-message.ts";

/** What sending a dead letter back would come to. */
export type Verdict =
  | {
      readonly kind: "apply";
      /** The CartaAI session that it would find; unknown where the sessions table tells nothing of the queue. */
      readonly session?: "current" | "reopened" | "opened";
      /** An earlier attempt may have happened: CartaAI is asked first. */
      readonly readsBack: boolean;
    }
  | { readonly kind: "already-applied" | "unprovable" | "session-unreadable" }
  /** With what a replay adds to it, it is more than SQS takes. */
  | { readonly kind: "too-large" }
  /** @param by ISO time of the newer state */
  | { readonly kind: "superseded"; readonly by: string }
  | { readonly kind: "malformed"; readonly reason: string }
  /** Another dead letter, before it, holds the same event. */
  | { readonly kind: "copy" };

export interface Judged {
  readonly letter: Letter;
  readonly verdict: Verdict;
  /** Whether it is to be sent back. */
  readonly isReplayed: boolean;
  /** Where the event belongs now; `undefined` for what is no event. */
  readonly target: Target | undefined;
}

/** The conversation that an event belongs to now. */
export interface Target {
  readonly conversation: Conversation;
  readonly session: Session | undefined;
  /** It is not the one that the event was published for: conversations were merged while it waited. */
  readonly isMoved: boolean;
}

export interface JudgeOptions {
  /** Whether what nobody can prove is sent back as well. */
  readonly force: boolean;
  /** Event hashes that are being sent back already; what is judged here is added. */
  readonly sending: Set<string>;
}

/** Judges dead letters by what is on record about their conversations now. Changes nothing. */
export async function judge(
  letters: readonly Letter[],
  { force, sending }: JudgeOptions,
  { queue, records, clock }: ReplayDependencies,
): Promise<Judged[]> {
  const events = letters.filter((letter) => letter.event !== undefined);
  const keys = await records.conversationKeys(events.map(({ event }) => event.conversation));
  const current = new Map<Letter, Conversation>(
    events.map((letter, index) => {
      const { conversation } = letter.event;
      return [letter, { ...conversation, key: keys[index] ?? conversation.key }];
    }),
  );
  const known = queue.kind.isRecorded ? await load(events, [...current.values()], records) : undefined;

  return letters.map((letter) => {
    if (letter.event === undefined) {
      const verdict = { kind: "malformed", reason: letter.malformed } as const;
      return { letter, verdict, isReplayed: false, target: undefined };
    }
    const conversation = current.get(letter) ?? letter.event.conversation;
    const isMoved = conversation.key !== letter.event.conversation.key;
    const target = { conversation, session: known?.sessions.get(sessionKey(conversation)), isMoved };
    const found = known === undefined ? unrecorded : verdictOf(letter, target, known, clock());
    const wouldReplay = found.kind === "apply" || (found.kind === "unprovable" && force);
    const judged = { letter, verdict: found, isReplayed: wouldReplay, target };
    if (!wouldReplay) return judged;
    if (sending.has(letter.id)) return { ...judged, verdict: { kind: "copy" }, isReplayed: false };
    if (sizeOf(replayMessage(judged, target, queue.kind, clock())) > MAX_BATCH_BYTES) {
      return { ...judged, verdict: { kind: "too-large" }, isReplayed: false };
    }
    sending.add(letter.id);
    return judged;
  });
}

const unrecorded: Verdict = { kind: "apply", readsBack: false };

function load(
  events: readonly EventLetter[],
  current: readonly Conversation[],
  records: ReplayDependencies["records"],
): Promise<LoadedSessions> {
  const conversations = [...current, ...events.map(({ event }) => event.conversation)];
  return records.load(
    [...new Set(conversations.flatMap((each) => [sessionKey(each), ...formerSessionKeys(each)]))],
    events.map(({ id, event }) => ({ subDomain: event.conversation.subDomain, event: id })),
  );
}

function verdictOf(
  { id, event, reason }: EventLetter,
  { conversation, session }: Target,
  known: LoadedSessions,
  now: number,
): Verdict {
  const keys = [sessionKey(conversation), sessionKey(event.conversation)];
  const sessions = [...new Set(keys)].flatMap((key) => known.sessions.get(key) ?? []);
  const isMarked = known.applied.has(markKey({ subDomain: conversation.subDomain, event: id }));
  const former = formerSessionKeys(event.conversation).flatMap((key) => known.sessions.get(key) ?? []);
  const isApplied = [...sessions, ...former].some(({ recent }) => recent.includes(id));
  if (isMarked || isApplied) return { kind: "already-applied" };
  if (keys.some((key) => known.unreadable.has(key))) return { kind: "session-unreadable" };

  const isOpen = sessions.some(({ unsettled }) => unsettled.some((attempt) => attempt.event === id));
  const isDoubtful =
    reason === "outcome-unprovable" || sessions.some(({ unprovable }) => unprovable.includes(id));
  if (isDoubtful) return { kind: "unprovable" };

  // Also by what its own conversation got before it was merged: the state would be older than that in any other.
  const newer = sessions
    .flatMap(({ stateAt }) => stateAt ?? [])
    .find((stateAt) => Date.parse(event.occurredAt) < Date.parse(stateAt));
  if (event.type === "state" && newer !== undefined) return { kind: "superseded", by: newer };
  return { kind: "apply", session: sessionState(session, now), readsBack: isOpen };
}

function sessionState(session: Session | undefined, now: number): "current" | "reopened" | "opened" {
  if (session === undefined) return "opened";
  const { sessionId, sessionExpiresAt = 0 } = session;
  return sessionId !== undefined && sessionExpiresAt > now ? "current" : "reopened";
}
