import { countReplies, judgeAnswers } from "./judge/answers/judge-answers.ts";
import { judgeDeadLetters } from "./judge/dead-letters.ts";
import { judge } from "./judge/judge.ts";
import type { Damage, Verdict } from "./judge/verdict.ts";
import { replayAll } from "./operator.ts";
import type { FaultKind } from "./plan/fault-kinds.ts";
import type { Plan, PlannedFault } from "./plan/plan.ts";
import type { Wiring } from "./safeguards/wiring.ts";
import { World } from "./world/world.ts";

export interface Outcome extends Verdict {
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** The planned faults that took effect. */
  readonly effective: ReadonlySet<PlannedFault>;
}

export interface RunOptions {
  readonly wiring?: Wiring | undefined;
  /** Hears everything that happens. */
  readonly onEvent?: ((at: string, what: string) => void) | undefined;
}

/** Milliseconds: longer than anything that is planned, waits or is tried again. */
const HORIZON = 20 * 24 * 60 * 60 * 1000;
/** Plays a scenario to its end, brings its dead letters back, and judges what CartaAI has then. */
export async function runScenario(plan: Plan, { wiring, onEvent }: RunOptions = {}): Promise<Outcome> {
  const world = await World.create(plan, wiring);
  world.simulation.onEvent = onEvent;
  const until = world.simulation.now() + HORIZON;
  await world.simulation.run(until);
  const { letters, turnLetters, left, replayed, redriven } = await replayAll(world, plan, until + HORIZON);
  const stuck: Damage[] = [
    ...Array.from({ length: world.waiting }, () => ({
      kind: "stuck" as const,
      detail: "still in the queue",
    })),
    ...left.map(({ eventId, reason }) => ({
      kind: "stuck" as const,
      detail: `${eventId}: ${reason}, again and again`,
    })),
  ];
  const aside = new Set(letters.map(({ eventId }) => eventId));
  return {
    events: world.said.all().length,
    ...countReplies(world),
    deadLettered: letters.length + turnLetters.length,
    replayed,
    redriven,
    unprovable: letters.filter(({ reason }) => reason === "outcome-unprovable").length,
    damages: [
      ...stuck,
      ...judgeDeadLetters(world, plan, letters),
      ...(stuck.length > 0 ? [] : judge(world, plan, aside)),
      ...(stuck.length > 0 ? [] : judgeAnswers(world, plan, turnLetters)),
    ],
    faults: world.faults.counts(),
    effective: world.faults.effective(),
  };
}
