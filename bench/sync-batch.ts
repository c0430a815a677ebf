import type { Conversation } from "../functions/sync-events/contract.ts";
import { atLeast, atMost, round } from "./harness/bars.ts";
import type { Bench, Effort } from "./harness/bench.ts";
import { batchOf, customer, message } from "./harness/events.ts";
import { interleave } from "./harness/interleave.ts";
import { handleBatch } from "./harness/lambdas.ts";
import { median } from "./harness/statistics.ts";
import { environmentOf, type Surroundings, within } from "./harness/surroundings.ts";

/** Whose events a batch holds, by the number of the customer. */
const BATCHES = {
  "one event": [0],
  "10 conversations": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  "one conversation": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  mixed: [0, 0, 0, 0, 1, 1, 1, 2, 2, 3],
} as const;
type BatchName = keyof typeof BATCHES;
const NAMES = Object.keys(BATCHES) as BatchName[];

/** Milliseconds that CartaAI is away. */
const DISTANCES = [0, 20, 100] as const;

type Sides = Record<"ours" | "powertools", Record<BatchName, number>>;

export const syncBatch: Bench = {
  key: "syncBatch",
  title: "A batch of ten events",
  about:
    "The sync Lambda's deployed bundle handles batches of ten messages; each conversation is known already. The alternative is Powertools' `SqsFifoPartialProcessorAsync` around the same call with the same client, bundled the same way, and spared everything else: it writes nothing down, recognises no repetition, and keeps its sessions in memory. Both call the same CartaAI stand-in. Conversations run side by side here and one after the other there; events of one conversation have to run one after the other on both sides, and what ours takes longer there is the price of writing each attempt down ([0005](decisions/0005-exactly-once-in-effect.md)).",
  measure: (effort) => within((surroundings) => measure(surroundings, effort)),
};

async function measure(surroundings: Surroundings, effort: Effort) {
  const byDistance = new Map<number, Sides>();
  for (const distance of DISTANCES) byDistance.set(distance, await measureAt(distance, surroundings, effort));
  const far = byDistance.get(100);
  if (far === undefined) throw new Error("100 ms is one of the distances");
  const spread = far.ours["10 conversations"] / far.ours["one event"];
  const advantage = far.powertools["10 conversations"] / far.ours["10 conversations"];
  return {
    figures: {
      milliseconds: Object.fromEntries(byDistance),
      spread: round(spread),
      advantage: round(advantage),
    },
    bars: [
      atMost("syncBatch: 10 conversations against one event, CartaAI 100 ms away", spread, 1.25),
      atLeast("syncBatch: times faster than Powertools, 10 conversations, 100 ms", advantage, 7),
    ],
    tables: [
      {
        headings: ["CartaAI away, ms", "batch", "ours, ms", "Powertools, ms", "times faster"],
        rows: [...byDistance].flatMap(([distance, { ours, powertools }]) =>
          NAMES.map((name) => [
            distance,
            name,
            round(ours[name]),
            round(powertools[name]),
            round(powertools[name] / ours[name]),
          ]),
        ),
      },
    ],
    charts: [
      {
        name: "sync-batch",
        title: "A batch of ten, CartaAI 100 ms away",
        unit: "ms",
        values: NAMES.slice(1).flatMap((name) => [
          { label: `${name}: ours`, value: round(far.ours[name]), ours: true },
          { label: `${name}: Powertools`, value: round(far.powertools[name]), ours: false },
        ]),
      },
    ],
  };
}

async function measureAt(distance: number, surroundings: Surroundings, effort: Effort): Promise<Sides> {
  const aws = await surroundings.aws();
  const cartaai = await surroundings.cartaai(distance);
  const environment = environmentOf({ aws: await aws.url(), cartaai: await cartaai.url() });
  const ours = await surroundings.lambda("functions/sync/handler.ts", { environment });
  const powertools = await surroundings.lambda("bench/alternatives/powertools-sync.ts", { environment });
  // Customers of their own: two writers to one conversation would get in each other's way.
  const sides = {
    ours: (name: BatchName) => handleBatch(ours, batchFor(name, 0)),
    powertools: (name: BatchName) => handleBatch(powertools, batchFor(name, 100)),
  };
  const things = Object.fromEntries(
    NAMES.flatMap((name) => [
      [`ours ${name}`, () => sides.ours(name)],
      [`powertools ${name}`, () => sides.powertools(name)],
    ]),
  );
  await interleave(effort.pick(Math.ceil(60 / (distance + 5)) + 2, 1), things);
  const samples = await interleave(effort.pick(distance === 100 ? 9 : 30, 1), things);
  const medians = (side: keyof Sides) =>
    Object.fromEntries(NAMES.map((name) => [name, round(median(samples[`${side} ${name}`] ?? []))]));
  return {
    ours: medians("ours") as Record<BatchName, number>,
    powertools: medians("powertools") as Record<BatchName, number>,
  };
}

function batchFor(name: BatchName, firstCustomer: number) {
  const people: Conversation[] = BATCHES[name].map((number) => customer(firstCustomer + number));
  return batchOf(people.map((person) => message(person, "user", "Two lomo saltado, please")));
}
