import type { Random } from "../random.ts";
import type { Person } from "./people.ts";
import type { PlannedWebhook, Renamed, Said, Turn } from "./plan.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type Timed = { readonly at: number; readonly item: Said | Renamed };

/** What people say, as the webhooks that tell it. */
export function makeWebhooks(random: Random, people: readonly Person[], seed: string): PlannedWebhook[] {
  const timed = people
    .flatMap((person, index) => makeItems(random, person, index, seed))
    .toSorted((one, other) => one.at - other.at);
  return delivered(random, batched(random, timed));
}

function makeItems(random: Random, person: Person, index: number, seed: string): Timed[] {
  const items: Timed[] = [];
  const pace = random.pick([300, 3 * SECOND, 30 * SECOND, 10 * MINUTE]);
  let at = random.between(0, 20 * SECOND);
  for (const [stageIndex, { as, announced }] of person.stages.entries()) {
    const name = `wamid.${seed}.${index}.${stageIndex}`;
    if (announced) {
      at += gap(random, pace);
      items.push({ at, item: { kind: "renamed", id: `${name}.new`, person: index, ...announced } });
    }
    for (let each = random.between(2, 9); each > 0; each--) {
      at += gap(random, pace);
      const text = random.chance(0.3) ? random.pick(["ok", "sí", "gracias"]) : `${name}.${each}`;
      const turn = makeTurn(random, `${name}.${each}`);
      const id = `${name}.${each}`;
      items.push({ at, item: { kind: "message", id, person: index, as: random.pick(as), text, ...turn } });
    }
  }
  return items;
}

/** Mostly bursts; now and then somebody goes away, rarely for longer than a session lives. */
function gap(random: Random, pace: number): number {
  if (random.chance(0.01)) return random.between(20, 40) * HOUR;
  if (random.chance(0.05)) return random.between(10, 120) * MINUTE;
  return random.between(1, pace);
}

function makeTurn(random: Random, name: string): { turn?: Turn } {
  if (!random.chance(0.5)) return {};
  return {
    turn: {
      after: random.between(10, 4 * SECOND),
      replies: Array.from({ length: random.between(0, 2) }, (_, index) =>
        random.chance(0.2) ? "¿Algo más?" : `reply ${index} to ${name}`,
      ),
      ...(random.chance(0.7) && { state: { isActive: !random.chance(0.04) } }),
      orders: random.chance(0.15),
    },
  };
}

function batched(random: Random, timed: readonly Timed[]): Pick<PlannedWebhook, "at" | "items">[] {
  const webhooks: { at: number; items: (Said | Renamed)[] }[] = [];
  const probability = random.pick([0.15, 0.3, 0.6]);
  for (const { at, item } of timed) {
    const last = webhooks.at(-1);
    if (last !== undefined && last.items.length < 12 && random.chance(probability)) {
      last.items.push(item);
      last.at = at;
    } else webhooks.push({ at, items: [item] });
  }
  return webhooks;
}

/** Meta delivers some twice, some at the same moment, and some before what was written earlier. */
function delivered(
  random: Random,
  webhooks: readonly Pick<PlannedWebhook, "at" | "items">[],
): PlannedWebhook[] {
  const probability = random.pick([0.1, 0.3, 0.6]);
  const planned = webhooks.map(({ at, items }) => ({
    at,
    items,
    copies: makeCopies(random),
    reordered: false,
  }));
  for (let index = 1; index < planned.length; index++) {
    const [earlier, later] = [planned[index - 1], planned[index]];
    if (earlier === undefined || later === undefined || !random.chance(probability)) continue;
    [earlier.at, later.at] = [later.at, earlier.at];
    later.reordered = true;
  }
  return planned;
}

function makeCopies(random: Random): number[] {
  const copies: number[] = [];
  if (random.chance(0.3)) copies.push(0);
  if (random.chance(0.3)) {
    copies.push(random.pick([random.between(1, 500), 5 * SECOND, 6 * MINUTE, 3 * HOUR, 50 * HOUR]));
  }
  return copies;
}
