import type { Random } from "../random.ts";
import { BOT_BOUNDARIES, BOUNDARIES, type Boundary, FAULT_KINDS, type FaultKind } from "./fault-kinds.ts";
import type { Outage, PlannedFault } from "./plan.ts";

const HOUR = 60 * 60 * 1000;

/** How many pass each boundary while faults still strike: after that all is well, so that everything can settle. */
const UNTIL: Readonly<Record<Boundary, number>> = {
  cartaai: 300,
  sqs: 150,
  mapping: 60,
  dynamodb: 250,
  lambda: 600,
  whatsapp: 400,
  bot: 200,
};

/** How likely a fault is where one passes, in the weathers that a scenario may have. */
const RATES: Readonly<Record<Boundary, readonly [number, ...number[]]>> = {
  cartaai: [0.15, 0.4, 0.5, 0.65],
  sqs: [0, 0.03, 0.125],
  mapping: [0.1, 0.25, 0.45],
  dynamodb: [0, 0.015, 0.04, 0.1],
  lambda: [0, 0.004, 0.011, 0.022],
  whatsapp: [0.75, 0.85, 0.9],
  bot: [0.6, 0.8, 0.85],
};

/** @param hasBot whether anything passes the boundaries that only a bot has */
export function makeFaults(random: Random, hasBot: boolean): PlannedFault[] {
  const boundaries = BOUNDARIES.filter((boundary) => hasBot || !BOT_BOUNDARIES.includes(boundary));
  return boundaries.flatMap((boundary) => {
    const rate = random.pick(RATES[boundary]);
    const kinds = someOf(random, FAULT_KINDS[boundary]);
    return rate === 0 ? [] : faultsAt(random, boundary, rate, kinds);
  });
}

function faultsAt(
  random: Random,
  boundary: Boundary,
  rate: number,
  kinds: readonly [FaultKind, ...FaultKind[]],
): PlannedFault[] {
  const faults: PlannedFault[] = [];
  for (let nth = 1; nth <= UNTIL[boundary]; nth++) {
    if (!random.chance(rate)) continue;
    // AWS's clients try three times by themselves: what is to be noticed has to last longer.
    const times = boundary === "dynamodb" || boundary === "sqs" ? random.pick([1, 3, 4]) : 1;
    faults.push({ boundary, kind: random.pick(kinds), nth, times, variant: random.next() });
    nth += times - 1;
  }
  return faults;
}

/** Some scenarios see all kinds, others a few: rare combinations are not drowned by frequent ones. */
function someOf<Kind>(random: Random, kinds: readonly [Kind, ...Kind[]]): readonly [Kind, ...Kind[]] {
  if (random.chance(0.4)) return kinds;
  const [first, ...others] = kinds.filter(() => random.chance(0.4));
  return first === undefined ? kinds : [first, ...others];
}

export function makeOutages(random: Random, end: number): Outage[] {
  const from = random.between(0, end);
  // Rare, because each conversation is refused hundreds of times; long enough for SQS to count out what waits for seconds.
  if (random.chance(0.012)) return [{ from, to: from + random.between(4, 5) * HOUR, how: "429" }];
  if (!random.chance(0.17)) return [];
  const to = from + random.between(1, 4) * HOUR;
  return [{ from, to, how: random.pick(["refused", "dropped", "hung", "5xx", "html"]) }];
}
