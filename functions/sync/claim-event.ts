import type { Claim } from "../claims/claim-item.ts";
import { isBackFromDeadLetters } from "../queues/dead-letters.ts";
import { formerSessionKeys, markApplied, mayBeElsewhere, type Session } from "../sessions/session.ts";
import type { Step } from "./collapse-states.ts";
import type { EventContext } from "./event-context.ts";
import type { QueuedEvent } from "./queued-event.ts";
import { formerSessions, type Known } from "./select-events.ts";
import { assertProvable, settleAttempts } from "./settle-attempts.ts";

/** A session that an event may have been attempted in cannot be read. */
export class FormerSessionUnreadableError extends Error {
  override readonly name = "FormerSessionUnreadableError";
}

/**
 * Makes sure that no other conversation of the person's is at an event, or at one of several that are merged, before this
 * one attempts it. Conversations that nothing was ever joined with need no claim (docs/decisions/0021).
 *
 * @returns "done" when one turns out to be applied
 * @throws {CartaAIError} when it cannot be told yet what became of an attempt in another conversation
 * @throws {UnprovableOutcomeError} when it cannot be told any more
 * @throws {SessionTakenOverError} when another one is at work on something
 */
export async function claimStep(
  { members }: Step,
  session: Session,
  known: Pick<Known, "sessions">,
  context: EventContext,
): Promise<Claim> {
  // One after the other: each may have to write the same session of another conversation.
  for (const each of members) {
    const own = { ...context, event: each.event, hash: each.hash };
    const claim = await claimEvent(each, session, formerSessions(each, known), own);
    if (claim !== "held") return claim;
  }
  return "held";
}

async function claimEvent(
  queued: QueuedEvent,
  session: Session,
  former: readonly Session[],
  context: EventContext,
): Promise<Claim> {
  const { event, hash } = queued;
  const { conversation } = event;
  if (session.joined !== true && !mayBeElsewhere(conversation)) return "held";
  const isBack = isBackFromDeadLetters(queued);
  const formerKeys = formerSessionKeys(conversation);
  const key = { subDomain: conversation.subDomain, event: hash };
  const claim = await context.sessions.claim(key, session.pk, isBack ? formerKeys : undefined);
  if (claim !== "held") return claim;
  // What a replay takes from another conversation may be under way there: its claim is no obstacle to us.
  const suspects = isBack ? formerKeys : former.filter((each) => isOpen(each, hash)).map(({ pk }) => pk);
  for (const pk of suspects) if (await wasApplied(pk, context)) return "done";
  return "held";
}

function isOpen({ unsettled, unprovable }: Session, hash: string): boolean {
  return unprovable.includes(hash) || unsettled.some(({ event }) => event === hash);
}

/**
 * Settles in another conversation what became of its attempts, as its own consumer would. That is written on top of what
 * was read just now, so whoever has read it before writes no attempt down any more.
 */
async function wasApplied(pk: string, context: EventContext): Promise<boolean> {
  const { sessions, scope, hash, clock } = context;
  const loaded = await sessions.load([pk], []);
  if (loaded.unreadable.has(pk)) throw new FormerSessionUnreadableError("a session's item is not understood");
  const session = loaded.sessions.get(pk);
  if (session === undefined) return false;
  const settled: string[] = [];
  if (isOpen(session, hash)) {
    const noteApplied = (event: string) => {
      markApplied(session, event, clock());
      settled.push(event);
    };
    await settleAttempts(session, { ...context, noteApplied });
  }
  await sessions.complete(session, scope.subDomain, settled);
  if (session.recent.includes(hash)) return true;
  assertProvable(session, context);
  return false;
}
