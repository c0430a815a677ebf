import type { Plan } from "../../plan/plan.ts";
import type { DeadLetter } from "../../world/dead-letter.ts";
import type { World } from "../../world/world.ts";
import { inSeveralQueues } from "../collision.ts";
import type { Damage } from "../verdict.ts";
import { linesOf } from "./lines.ts";
import { judgeMirrored } from "./mirrored.ts";
import { judgeOrders } from "./orders.ts";
import { judgeSendings } from "./sendings.ts";
import { judgeTurnLetters } from "./turn-letters.ts";
import { judgeUnanswered } from "./unanswered.ts";

/** Judges what the agent Lambda did, at WhatsApp and with orders. @param letters turns that were dead letters once */
export function judgeAnswers(world: World, plan: Plan, letters: readonly DeadLetter[]): Damage[] {
  if (!plan.hasBot) return [];
  const lines = linesOf(world);
  const several = inSeveralQueues(world.said.all());
  const damages = [
    ...judgeSendings(world, plan, lines),
    ...judgeMirrored(world, lines),
    ...judgeOrders(world, letters),
    ...judgeUnanswered(world, plan, letters),
    ...judgeTurnLetters(world, letters),
  ];
  return damages.map((damage) => asCollision(damage, several));
}

/** A message that was in the queues of two conversations is answered by both. */
function asCollision(damage: Damage, several: ReadonlySet<string>): Damage {
  const isOfBoth = damage.detail.split(/[ ,]+/).some((word) => several.has(word));
  const { kind, detail } = damage;
  if (!isOfBoth || (kind !== "lost" && kind !== "duplicated")) return damage;
  return { kind: "collided", collision: "doubled", detail: `doubled: ${detail}` };
}

/** Lines that customers got, and how often they got one once more than it was said. */
export function countReplies(world: World): { replies: number; repliesRepeated: number } {
  const sent = linesOf(world).flatMap(({ sendings }) => (sendings.length > 0 ? [sendings.length] : []));
  return {
    replies: sent.length,
    repliesRepeated: sent.reduce((sum, times) => sum + times - 1, 0),
  };
}
