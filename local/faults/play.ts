import { makePlan } from "./plan/make-plan.ts";
import { type Summary, summarise } from "./report.ts";
import { runScenario } from "./run-scenario.ts";
import type { Wiring } from "./safeguards/wiring.ts";

/** The seed of one of a run's scenarios. */
export function seedOf(seed: string, scenario: number): string {
  return `${seed}.${scenario}`;
}

/** Plays one of a run's scenarios. One that breaks off has failed like any other. */
export async function play(seed: string, scenario: number, wiring?: Wiring): Promise<Summary> {
  try {
    return summarise(scenario, await runScenario(makePlan(seedOf(seed, scenario)), { wiring }));
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const damages = [{ kind: "crashed", detail }] as const;
    return {
      scenario,
      events: 0,
      replies: 0,
      repliesRepeated: 0,
      deadLettered: 0,
      replayed: 0,
      redriven: 0,
      unprovable: 0,
      damages,
      faults: [],
    };
  }
}
