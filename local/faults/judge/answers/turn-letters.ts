import type { FaultKind } from "../../plan/fault-kinds.ts";
import type { DeadLetter } from "../../world/dead-letter.ts";
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

function isJustified({ eventId, kind, reason, at }: DeadLetter, world: World): boolean {
  const hasStruck = (fault: FaultKind) => (world.faults.counts().get(fault) ?? 0) > 0;
  if (kind === "exhausted") {
    return at - (world.turnsQueuedAt.get(eventId) ?? Number.POSITIVE_INFINITY) >= PATIENCE;
  }
  if (kind !== "permanent") return false;
  return hasStruck(reason === "agent-failed" ? "bot-failed" : "whatsapp-refused");
}
