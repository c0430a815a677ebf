import type { Plan } from "../../plan/plan.ts";
import type { DeadLetter } from "../../world/dead-letter.ts";
import type { World } from "../../world/world.ts";
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
  return [
    ...judgeSendings(world, plan, lines),
    ...judgeMirrored(world, lines),
    ...judgeOrders(world, letters),
    ...judgeUnanswered(world, plan, letters),
    ...judgeTurnLetters(world, letters),
  ];
}

/** Lines that customers got, and how often they got one once more than it was said. */
export function countReplies(world: World): { replies: number; repliesRepeated: number } {
  const sent = linesOf(world).flatMap(({ sendings }) => (sendings.length > 0 ? [sendings.length] : []));
  return {
    replies: sent.length,
    repliesRepeated: sent.reduce((sum, times) => sum + times - 1, 0),
  };
}
