import * as z from "zod/mini";
import { branchOf } from "../identities/branch.ts";
import type { Conversation } from "../sync-events/contract.ts";

/**
 * An attempt at CartaAI that may have happened: it is written down before the call, and struck out once the outcome
 * is known. What is still here when the next event comes has to be settled by reading the conversation back.
 */
const unsettledAttemptSchema = z.object({
  /** Hash of the event's id. */
  event: z.string(),
  /** The session that was written to. */
  sessionId: z.string(),
  /** What to look for there. */
  proof: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("message"), digest: z.string() }),
    z.object({ kind: z.literal("order"), orderId: z.string() }),
    /** Nothing: it is sent again anyway, but not while it may still be under way. */
    z.object({ kind: z.literal("state") }),
  ]),
  /** Epoch milliseconds at which it began. */
  at: z.number(),
  /** When the event occurred, epoch milliseconds. */
  occurredAt: z.optional(z.number()),
  /** CartaAI answered, so whatever it did is done; without an answer it may still be at work. */
  answered: z.optional(z.boolean()),
});
export type UnsettledAttempt = z.infer<typeof unsettledAttemptSchema>;

/** A state that CartaAI may have, or may not: an older one must not be written over it (docs/decisions/0007). */
const mayStandSchema = z.object({
  /** Hash of the event's id. */
  event: z.string(),
  /** The session that was written to. */
  sessionId: z.string(),
  /** ISO time. */
  occurredAt: z.string(),
  /** Hashes of the states that were merged into it. */
  older: z.array(z.string()),
});

/** What the conversation is waiting with. */
const headSchema = z.object({
  event: z.string(),
  /** How often this event has been tried, and since when (epoch milliseconds). */
  attempts: z.number(),
  since: z.number(),
  /** Since when nothing has succeeded in this conversation. Epoch milliseconds. */
  stuckSince: z.number(),
});

/** What the sync Lambda remembers of a conversation. One writer at a time: the consumer of its FIFO group. */
export const sessionSchema = z.object({
  /** Partition key: `{subDomain}#{conversation key}`. */
  pk: z.string(),
  /** Counts the writes; a write on top of an older state is refused. */
  revision: z.number(),
  sessionId: z.optional(z.string()),
  /** How the person was last known: an event may carry one of the two only. */
  phone: z.optional(z.string()),
  userId: z.optional(z.string()),
  /** Epoch milliseconds at which CartaAI lets the session expire. */
  sessionExpiresAt: z.optional(z.number()),
  /** Digests of the last 20 messages as far as they are known; absent when CartaAI has not shown what was there. */
  history: z.optional(z.array(z.string())),
  /** The watermark: hashes of the last events that were applied, newest last. */
  recent: z.array(z.string()),
  /** When they were applied, in epoch seconds; of the newest only where an earlier release has noted no times. */
  recentAt: z._default(z.array(z.number()), []),
  /** Epoch milliseconds: nothing that was applied, or became a dead letter, occurred later. */
  newestAt: z.optional(z.number()),
  /** Epoch milliseconds: what was handled and occurred later is known here, without its mark (docs/decisions/0020). */
  forgottenUntil: z.optional(z.number()),
  /** Identifiers have moved from here to another conversation: copies of its events may be applied, and marked, there. */
  joined: z.optional(z.boolean()),
  unsettled: z.array(unsettledAttemptSchema),
  /** Events whose outcome can neither be proved nor ruled out any more; only a person decides about them. */
  unprovable: z._default(z.array(z.string()), []),
  /** The last events that became dead letters, and the queue messages that they were then. */
  aside: z._default(z.array(z.object({ event: z.string(), messageId: z.string() })), []),
  head: z.optional(headSchema),
  /** ISO time of the newest state that was applied; an older one that comes back late is superseded. */
  stateAt: z.optional(z.string()),
  /** The state of the last attempt of which nobody knows whether it was applied. */
  mayStand: z.optional(mayStandSchema),
});
export type StoredSession = z.infer<typeof sessionSchema>;

/** The working copy of one invocation. */
export type Session = { -readonly [Key in keyof StoredSession]: StoredSession[Key] };

export function sessionKey(conversation: Pick<Conversation, "subDomain" | "localId" | "key">): string {
  return `${branchOf(conversation)}#${conversation.key}`;
}

/** The sessions of the conversations that an event may have been handled in before, by key. */
export function formerSessionKeys(
  conversation: Pick<Conversation, "subDomain" | "localId" | "formerKeys">,
): string[] {
  return (conversation.formerKeys ?? []).map((key) => sessionKey({ ...conversation, key }));
}

/**
 * Whether a copy of what is said in this conversation may wait in one that it was merged with. The copy would not look into
 * this one, so what was handled here is marked at once.
 */
export function mayBeElsewhere({ formerKeys = [] }: Pick<Conversation, "formerKeys">): boolean {
  return formerKeys.length > 0;
}

export function newSession(pk: string): Session {
  return { pk, revision: 0, recent: [], recentAt: [], unsettled: [], unprovable: [], aside: [] };
}

/**
 * Notes that an event is applied: it enters the watermark, and nothing about it is unsettled any more.
 *
 * @param now epoch milliseconds
 * @param occurredAt of the event, epoch milliseconds, where it is known
 */
export function markApplied(session: Session, event: string, now: number, occurredAt?: number): void {
  const attempted = session.unsettled.find((attempt) => attempt.event === event)?.occurredAt;
  noteTime(session, now, occurredAt ?? attempted ?? Number.MAX_SAFE_INTEGER);
  setWatermark(session, [
    ...watermarkOf(session).filter((known) => known.event !== event),
    { event, at: Math.floor(now / 1000) },
  ]);
  session.unsettled = session.unsettled.filter((attempt) => attempt.event !== event);
  session.unprovable = session.unprovable.filter((known) => known !== event);
  session.aside = session.aside.filter((known) => known.event !== event);
  delete session.head;
}

function noteTime(session: Session, now: number, occurredAt: number): void {
  // What was handled before a session existed, or told of this, occurred before now.
  session.forgottenUntil ??= now;
  session.newestAt = Math.max(session.newestAt ?? now, occurredAt);
}

/** Drops from the watermark what has been marked, and the watermark so need not know any more. */
export function dropApplied(session: Session, marked: readonly string[]): void {
  session.forgottenUntil = session.newestAt ?? Number.MAX_SAFE_INTEGER;
  setWatermark(
    session,
    watermarkOf(session).filter(({ event }) => !marked.includes(event)),
  );
}

/** @returns the events of the watermark, newest last, and when they were applied: epoch seconds, where it is known */
export function watermarkOf({ recent, recentAt }: Pick<Session, "recent" | "recentAt">) {
  const untimed = recent.length - recentAt.length;
  return recent.map((event, index) => ({ event, at: recentAt[index - untimed] }));
}

function setWatermark(session: Session, watermark: ReturnType<typeof watermarkOf>): void {
  session.recent = watermark.map(({ event }) => event);
  session.recentAt = watermark.flatMap(({ at }) => at ?? []);
}

/**
 * Notes that an event is a dead letter now. What is unsettled about it stays to be settled.
 *
 * @param now epoch milliseconds
 * @param occurredAt of the event, epoch milliseconds
 */
export function noteAside(
  session: Session,
  event: string,
  messageId: string,
  now: number,
  occurredAt: number,
): void {
  noteTime(session, now, occurredAt);
  session.aside = [...session.aside.filter((known) => known.event !== event), { event, messageId }];
}

/** Drops dead letters that have been marked, and the session so need not know any more. */
export function dropAside(session: Session, marked: Session["aside"]): void {
  session.forgottenUntil = session.newestAt ?? Number.MAX_SAFE_INTEGER;
  session.aside = session.aside.filter((known) => !marked.includes(known));
}

/** Forgets CartaAI's session, so that the next event finds or opens another one. */
export function forgetSession(session: Session): void {
  delete session.sessionId;
  delete session.sessionExpiresAt;
  delete session.history;
}
