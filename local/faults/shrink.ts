import { BOT_BOUNDARIES } from "./plan/fault-kinds.ts";
import type { Plan, PlannedWebhook } from "./plan/plan.ts";
import { type Outcome, runScenario } from "./run-scenario.ts";
import type { Wiring } from "./safeguards/wiring.ts";

/** A part of a plan that can be left out piece by piece. */
interface Dimension {
  readonly countOf: (plan: Plan) => number;
  readonly keep: (plan: Plan, isKept: (index: number) => boolean) => Plan;
}

const DIMENSIONS: readonly Dimension[] = [
  listOf("faults"),
  listOf("webhooks"),
  listOf("outages"),
  listOf("interferences"),
  {
    countOf: ({ hasBot }) => (hasBot ? 1 : 0),
    keep: (plan, isKept) => (isKept(0) ? plan : withoutBot(plan)),
  },
  {
    countOf: ({ webhooks }) => webhooks.flatMap(({ items }) => items).length,
    keep: (plan, isKept) => mapItems(plan, (item, index) => (isKept(index) ? [item] : [])),
  },
  {
    countOf: ({ webhooks }) => webhooks.flatMap(({ items }) => items).length,
    keep: (plan, isKept) =>
      mapItems(plan, (item, index) => {
        if (item.kind !== "message" || isKept(index)) return [item];
        const { turn: _, ...silent } = item;
        return [silent];
      }),
  },
  {
    countOf: ({ webhooks }) => webhooks.length,
    keep: (plan, isKept) => ({
      ...plan,
      webhooks: plan.webhooks.map((webhook, index) => (isKept(index) ? webhook : { ...webhook, copies: [] })),
    }),
  },
];

/**
 * Leaves out as much of a failing plan as it can while the same kind of damage is still done.
 *
 * @param attempts how many scenarios may be played for it
 */
export async function shrink(plan: Plan, wiring?: Wiring, attempts = 400): Promise<Plan> {
  const first = await runScenario(plan, { wiring });
  const kinds = new Set(first.damages.map(({ kind }) => kind));
  let left = attempts;
  const fails = async (candidate: Plan): Promise<boolean> => {
    left -= 1;
    const { damages }: Pick<Outcome, "damages"> = await runScenario(candidate, { wiring }).catch(() => ({
      damages: [],
    }));
    return damages.some(({ kind }) => kinds.has(kind));
  };

  let current: Plan = { ...plan, faults: plan.faults.filter((fault) => first.effective.has(fault)) };
  if (!(await fails(current))) current = plan;
  for (let before: Plan | undefined; before !== current && left > 0; ) {
    before = current;
    for (const dimension of DIMENSIONS) current = await reduce(current, dimension, fails, () => left > 0);
  }
  return current;
}

/** Leaves out halves, then quarters, and so on down to single pieces. */
async function reduce(
  plan: Plan,
  { countOf, keep }: Dimension,
  fails: (candidate: Plan) => Promise<boolean>,
  mayGoOn: () => boolean,
): Promise<Plan> {
  let current = plan;
  for (let size = Math.ceil(countOf(plan) / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < countOf(current) && mayGoOn(); ) {
      const end = start + size;
      const candidate = keep(current, (index) => index < start || index >= end);
      const isSmaller = JSON.stringify(candidate).length < JSON.stringify(current).length;
      if (isSmaller && (await fails(candidate))) current = candidate;
      else start = end;
      if (!isSmaller && end >= countOf(current)) break;
    }
  }
  return current;
}

function withoutBot(plan: Plan): Plan {
  const faults = plan.faults.filter(({ boundary }) => !BOT_BOUNDARIES.includes(boundary));
  return { ...plan, hasBot: false, faults };
}

function listOf(name: "faults" | "webhooks" | "outages" | "interferences"): Dimension {
  return {
    countOf: (plan) => plan[name].length,
    keep: (plan, isKept) => ({ ...plan, [name]: plan[name].filter((_, index) => isKept(index)) }),
  };
}

type Item = PlannedWebhook["items"][number];

/** Replaces each item, counted over all webhooks; a webhook without any is left out. */
function mapItems(plan: Plan, replace: (item: Item, index: number) => readonly Item[]): Plan {
  let counted = 0;
  const webhooks = plan.webhooks.map((webhook) => ({
    ...webhook,
    items: webhook.items.flatMap((item) => {
      counted += 1;
      return replace(item, counted - 1);
    }),
  }));
  return { ...plan, webhooks: webhooks.filter(({ items }) => items.length > 0) };
}
