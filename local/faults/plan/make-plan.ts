import { Random } from "../random.ts";
import { makeFaults, makeOutages } from "./make-faults.ts";
import { makeWebhooks } from "./make-webhooks.ts";
import { makePerson } from "./people.ts";
import type { Interference, Plan } from "./plan.ts";

/** Where the real agent Lambda answers; elsewhere its publisher alone is played, which takes less time. */
const WITH_BOT = 0.3;

/** The scenario of a seed. */
export function makePlan(seed: string): Plan {
  const random = new Random(seed);
  const people = Array.from({ length: random.between(2, 4) }, (_, index) => makePerson(random, index));
  const webhooks = makeWebhooks(random, people, seed);
  const hasBot = new Random(`bot ${seed}`).chance(WITH_BOT);
  const end = Math.max(...webhooks.map(({ at }) => at));
  return {
    seed,
    people: people.length,
    hasBot,
    merging: people.flatMap(({ isMerging }, index) => (isMerging ? [index] : [])),
    webhooks,
    interferences: random.chance(0.02) ? [makeInterference(random, people.length, end)] : [],
    outages: makeOutages(random, end),
    faults: makeFaults(random, hasBot),
  };
}

function makeInterference(random: Random, people: number, end: number): Interference {
  return {
    at: random.between(0, end),
    person: random.between(0, people - 1),
    messages: random.between(18, 25),
  };
}
