import type { FaultKind } from "../../plan/fault-kinds.ts";
import { type DeadLetter, MOVED } from "../../world/dead-letter.ts";
import type { World } from "../../world/world.ts";
import type { Damage } from "../verdict.ts";

/** Milliseconds that a turn is tried for, as deployed. */
const PATIENCE = 15 * 60 * 1000;

/** Whether messages were given up for a reason that really was there. */
export function judgeTurnLetters(world: World, letters: readonly DeadLetter[]): Damage[] {
  return letters
    .filter((letter) => !isJustified(letter, world))
    .map(({ eventId, reason }) => ({
      kind: "wrongly-dead-lettered",
      detail: `the turn ${eventId}: ${reason}`,
    }));
}

/** Messages that were answered as one turn are given up as one, by the age of the first. */
function isTooOld({ eventId, at }: DeadLetter, { bot, turnsQueuedAt }: World): boolean {
  const turns = bot.answers.filter(({ messages }) => messages.includes(eventId)).map(({ turn }) => turn);
  return [eventId, ...turns].some(
    (id) => at - (turnsQueuedAt.get(id) ?? Number.POSITIVE_INFINITY) >= PATIENCE,
  );
}

function isJustified(letter: DeadLetter, world: World): boolean {
  const { kind, reason } = letter;
  const hasStruck = (fault: FaultKind) => (world.faults.counts().get(fault) ?? 0) > 0;
  if (reason === MOVED) return true;
  if (kind === "exhausted") return isTooOld(letter, world);
  if (kind !== "permanent") return false;
  return hasStruck(reason === "agent-failed" ? "bot-failed" : "whatsapp-refused");
}
