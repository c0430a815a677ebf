import fc from "fast-check";
import { expect, it } from "vitest";
import { startStore } from "./support/pipeline.ts";
import { type Sent, tap, text } from "./support/sent.ts";
import { Walk } from "./support/walk.ts";

const SAYINGS = [
  ...["hola", "carta", "carrito", "2 limonadas", "una pizza pepperoni", "pizza", "3", "si", "no", "cancelar"],
  ...["vaciar carrito", "pagar", "Calle Los Pinos 123", "Av. Larco 5, Miraflores", "efectivo", "recojo"],
  ...["delivery", "donde esta mi pedido", "ayuda", "¿?", "cambiar", "familiar", "clasica", "listo", "0"],
  ...["one lemonade please", "quiero hablar con una persona"],
];

const REGRETS = ["no", "cancelar", "vaciar carrito"];

/** A walk on foot seldom gets as far as a summary. What leads there comes as one turn. */
const STARTS: readonly (readonly string[])[] = [
  ["hola"],
  ["hola", "3 limonadas"],
  ["3 limonadas", "pagar", "recojo", "efectivo"],
  ["3 limonadas", "pagar", "delivery", "Av. Larco 5, Miraflores", "yape"],
];

const saying = fc.nat(SAYINGS.length - 1);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("tap"), pick: fc.nat(20), after: saying }) },
  // Forward, so that walks get as far as orders.
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("first"), pick: fc.nat(2), after: saying }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("old"), pick: fc.nat(500), after: saying }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("say"), pick: saying, after: saying }) },
  // What was tapped, and what was said right after it, in one turn; most of all what takes it back.
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("regret"), pick: fc.nat(REGRETS.length - 1), after: saying }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("pile"), pick: fc.nat(2), after: saying }) },
  ...["near", "far", "basket", "price", "stock", "catch-up"].map((kind) => ({
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant(kind), pick: fc.nat(500), after: saying }),
  })),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Many are short, because each turn goes through the whole pipeline; some are long. */
const steps = fc.oneof(
  { weight: 4, arbitrary: fc.array(step, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 6, maxLength: 14 }) },
);

it("has no dead end, adds up, orders once for each confirmation and tells CartaAI the truth, wherever people go", {
  timeout: 240_000,
}, async () => {
  const dynamodb = await startStore();
  let orders = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...STARTS),
      steps,
      fc.boolean(),
      async (start, taken, isOrderedAtLast) => {
        const walk = await Walk.begin(dynamodb);
        await walk.sends(...start.map(text));
        for (const each of taken) await take(walk, each);
        orders += walk.orders.length;
        if (isOrderedAtLast) await orderAtLast(walk);
        await walk.end();
      },
    ),
    { numRuns: 200 },
  );
  // Or confirmations have hardly been tried.
  expect(orders).toBeGreaterThan(20);
});

async function take(walk: Walk, each: Step): Promise<void> {
  const { kind, pick } = each;
  if (kind === "catch-up") await walk.catchUp();
  else if (kind === "price") walk.change("prod010", { price: 9 + pick / 100 });
  else if (kind === "stock") walk.change("prod007", { isAvailable: pick % 2 === 1 });
  else await walk.sends(...pileOf(walk, each));
}

function pileOf({ options, seen }: Walk, { kind, pick, after }: Step): readonly Sent[] {
  const first = tap(options[Math.min(pick, options.length - 1)] ?? "greet");
  switch (kind) {
    case "near":
      return [{ type: "location", location: { latitude: -12.12, longitude: -77.03 } }];
    case "far":
      return [{ type: "location", location: { latitude: 40, longitude: 3 } }];
    case "basket":
      return [basketOf((pick % 9) + 1)];
    case "say":
      return [text(SAYINGS[pick] ?? "")];
    case "pile":
      return [first, text(SAYINGS[after] ?? "")];
    case "regret":
      return [tap(options[0] ?? "greet"), text(REGRETS[pick] ?? "")];
    case "first":
      return [first];
    case "old":
      return [tap(seen[pick % seen.length] ?? "greet")];
    default:
      return [tap(options[pick % options.length] ?? "greet")];
  }
}

function basketOf(quantity: number): Sent {
  const item = { quantity, item_price: 1, currency: "PEN" };
  const product_items = ["prod006", "prod011"].map((product_retailer_id) => ({
    product_retailer_id,
    ...item,
  }));
  return { type: "order", order: { catalog_id: "1", product_items } };
}

/** Wherever somebody has ended up, an order is two turns away. */
async function orderAtLast(walk: Walk): Promise<void> {
  walk.change("prod010", { price: 9.5 });
  const taps = ["clear", "product:prod010", "quantity:prod010:2", "checkout", "method:pickup", "pay:cash"];
  await walk.sends(...taps.map(tap));
  const before = walk.orders.length;
  await walk.sends(tap(walk.options[0] ?? ""));
  expect(walk.orders).toHaveLength(before + 1);
  expect(walk.orders.at(-1)).toMatchObject({ total: 19, type: "pickup" });
}
