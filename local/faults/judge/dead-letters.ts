import type { NumberedEntry } from "../../cartaai/ledger.ts";
import { identifiersOfPerson } from "../plan/identifiers.ts";
import type { Plan } from "../plan/plan.ts";
import { type DeadLetter, MOVED } from "../world/dead-letter.ts";
import { FOREIGN, type World } from "../world/world.ts";
import type { Damage } from "./verdict.ts";

/** CartaAI shows so many messages of a conversation. */
const SHOWN = 20;
/** Milliseconds that an event is tried for, as deployed. */
const PATIENCE = 6 * 60 * 60 * 1000;
/** And once it was replayed. */
const PATIENCE_WITH_REPLAYS = 15 * 60 * 1000;

/**
 * Whether events became dead letters for a reason that really was there: CartaAI refused as often as was planned, or
 * nobody could tell any more.
 */
export function judgeDeadLetters(world: World, plan: Plan, letters: readonly DeadLetter[]): Damage[] {
  const counts = world.faults.counts();
  const byEvent = Map.groupBy(letters, ({ eventId }) => eventId);
  const unjustified = letters.filter((letter) => {
    const earlier = byEvent.get(letter.eventId)?.filter(({ at }) => at < letter.at) ?? [];
    return !isJustified(letter, earlier, world, plan);
  });
  const permanent = letters.filter(({ kind }) => kind === "permanent");
  const refused = permanent.filter(({ reason }) => reason.startsWith("http-4"));
  const enveloped = permanent.filter(({ reason }) => reason === "error-envelope");
  return [
    ...unjustified.map(toDamage),
    ...refused.slice(counts.get("cartaai-4xx") ?? 0).map(toDamage),
    ...enveloped.slice(counts.get("cartaai-error-envelope") ?? 0).map(toDamage),
  ];
}

function toDamage({ eventId, reason }: DeadLetter): Damage {
  return { kind: "wrongly-dead-lettered", detail: `${eventId}: ${reason}` };
}

/** @param earlier dead letters of the same event: what could not be told then cannot be told again */
function isJustified(letter: DeadLetter, earlier: readonly DeadLetter[], world: World, plan: Plan): boolean {
  const { reason, kind, at, eventId } = letter;
  if (reason === "outcome-unprovable")
    return earlier.some((other) => other.reason === reason) || isUnprovable(letter, world, plan);
  if (reason === MOVED) return true;
  if (kind !== "exhausted") return kind === "permanent";
  const isReplayed = earlier.some((other) => at - other.at >= PATIENCE_WITH_REPLAYS);
  return isReplayed || at - world.said.find(eventId).queuedAt >= PATIENCE;
}

/**
 * Somebody else had written so much, when an attempt was looked for, that what CartaAI showed of one of the person's
 * conversations held nothing else, but perhaps the attempt itself: the conversation's one writer writes nothing before an
 * attempt is settled. They may have written before the attempt, and the event may have become a dead letter only later.
 */
function isUnprovable({ eventId, at }: DeadLetter, world: World, plan: Plan): boolean {
  const own = new Set(identifiersOfPerson(plan, world.said.find(eventId).person));
  const messages = world.cartaai.state
    .ledger()
    .entries.filter(
      (entry) => entry.kind === "message" && own.has(entry.userId) && Date.parse(entry.at) <= at,
    );
  const conversations = Map.groupBy(messages, ({ sessionId }) => sessionId);
  return [...conversations.values()].some((each) =>
    each.some((_, index) => isFilled(each.slice(0, index + 1).slice(-SHOWN))),
  );
}

function isFilled(shown: readonly NumberedEntry[]): boolean {
  const foreign = shown.filter((entry) => entry.kind === "message" && entry.content.startsWith(FOREIGN));
  return shown.length === SHOWN && foreign.length >= SHOWN - 1;
}
