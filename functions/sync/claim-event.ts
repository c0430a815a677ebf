import type { Claim } from "../claims/claim-item.ts";
import { formerSessionKeys, markApplied, mayBeElsewhere, type Session } from "../sessions/session.ts";
import type { EventContext } from "./event-context.ts";
import type { QueuedEvent } from "./queued-event.ts";
import { assertProvable, settleAttempts } from "./settle-attempts.ts";
import { isBackFromDeadLetters } from "./superseded.ts";

/** A session that an event may have been attempted in cannot be read. */
export class FormerSessionUnreadableError extends Error {
  override readonly name = "FormerSessionUnreadableError";
}

/**
 * Makes sure that no other conversation of the person's is at an event, before this one attempts it. Conversations that
 * nothing was ever joined with need no claim (docs/decisions/0021).
 *
 * @param former sessions of the conversations that it may have been handled in before
 * @returns "done" when it turns out to be applied
 * @throws {CartaAIError} when it cannot be told yet what became of an attempt in one of them
 * @throws {UnprovableOutcomeError} when it cannot be told any more
 * @throws {SessionTakenOverError} when one of them is at work on something
 */
export async function claimEvent(
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
  const claim = await context.sessions.claim(key, session.pk, isBack ? formerKeys : []);
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
