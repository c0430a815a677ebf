import fc from "fast-check";
import { expect, it } from "vitest";
import type { Action } from "../../functions/ordering/actions.ts";
import { lineKey } from "../../functions/ordering/flow/cart.ts";
import { zoneOf } from "../../functions/ordering/flow/destination.ts";
import type { Flow } from "../../functions/ordering/flow/flow.ts";
import { render } from "../../functions/ordering/screens/render.ts";
import { totalsOf } from "../../functions/restaurant/pricing.ts";
import { actOn, atTheSummary } from "./support/at-the-summary.ts";

const summary = await atTheSummary();
const [lemonade, water] = summary.state.cart.map(lineKey);
const says = (text: string): Action => ({ type: "say", text });

const CONFIRMING: readonly Action[] = [
  { type: "confirm", revision: summary.state.revision },
  says("sí"),
  says("confirmo"),
];

/** None of these says anything about whether the order is wanted. */
const ASIDE: readonly Action[] = [
  ...([{ type: "greet" }, { type: "help" }, { type: "cart" }, { type: "track" }] as const),
  ...([{ type: "menu", page: 0 }, { type: "unreadable" }, { type: "stale" }] as const),
  { type: "category", id: "bebidas", page: 0 },
  ...["gracias", "carrito", "¿dónde está mi pedido?", "xyzzy", "pagar"].map(says),
];

/** After these the order is another one, or none. */
const AGAINST: readonly Action[] = [
  ...([{ type: "decline" }, { type: "cancel" }, { type: "clear" }, { type: "person" }] as const),
  ...([{ type: "edit" }, { type: "other-address" }, { type: "no-zone" }] as const),
  ...[{ type: "pay", method: "card" } as const, { type: "method", method: "pickup" } as const],
  { type: "set-quantity", key: lemonade ?? "", quantity: 0 },
  { type: "set-quantity", key: water ?? "", quantity: 4 },
  { type: "line", key: water ?? "" },
  { type: "add", items: [{ productId: "chicha", quantity: 1 }] },
  { type: "product", id: "margarita" },
  { type: "quantity", productId: "agua", quantity: 2 },
  { type: "location", latitude: -12.09, longitude: -77.03 },
  { type: "address", street: "Av. Larco 5, Miraflores" },
  { type: "zone", id: "miraflores" },
  ...["no", "espera", "cancelar", "vaciar carrito", "quita el agua", "2 chichas", "una pizza"].map(says),
  ...["3 hamburguesas", "pago con yape", "mejor lo recojo", "quiero hablar con una persona"].map(says),
];

const pileUp = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...CONFIRMING) },
    { weight: 2, arbitrary: fc.constantFrom(...ASIDE) },
    { weight: 2, arbitrary: fc.constantFrom(...AGAINST) },
  ),
  { minLength: 1, maxLength: 8 },
);

it("wants an order only if the last that was said about it is yes, and of what the cart then comes to", async () => {
  let [wanted, withdrawn] = [0, 0];
  await fc.assert(
    fc.asyncProperty(pileUp, async (actions) => {
      const flow = await actOn(summary, actions);
      const decisive = actions.filter((action) => !ASIDE.includes(action));
      const isAgreed = CONFIRMING.includes(decisive.at(-1) ?? says(""));
      if (flow.draft !== undefined) {
        wanted += 1;
        expect(isAgreed).toBe(true);
        await expectWanted(flow);
      } else {
        withdrawn += flow.notices.includes(flow.texts.withdrawn) ? 1 : 0;
        await expectNotWanted(flow);
      }
      // Of what follows on a confirmation, every word counts.
      if (!CONFIRMING.includes(actions[0] ?? says(""))) return;
      expect(flow.draft !== undefined).toBe(!decisive.some((action) => AGAINST.includes(action)));
      expect(flow.notices.includes(flow.texts.withdrawn)).toBe(flow.draft === undefined);
    }),
    { numRuns: 1_000 },
  );
  expect(Math.min(wanted, withdrawn)).toBeGreaterThan(100);
});

async function expectWanted(flow: Flow): Promise<void> {
  const { draft, state } = flow;
  const { total, delivery } = totalsOf(state.cart, await zoneOf(flow));
  expect(draft).toMatchObject({ total, lines: state.cart, delivery: { fee: delivery } });
  expect(total).toBe(3 * 950 + 500 + 500);
  expect(state.order_stage).toBe("placing");
  expect(await render(flow)).toEqual([]);
}

/** One answer, which says what things cost now, and nothing is left to be done. */
async function expectNotWanted(flow: Flow): Promise<void> {
  expect(flow.state.order_stage).not.toBe("placing");
  expect(flow.state.deferred).toEqual([]);
  const replies = await render(flow);
  expect(replies).toHaveLength(1);
  if (flow.state.order_stage !== "confirming" || flow.screen.kind !== "question") return;
  expect(flow.state.summary_total).toBe(totalsOf(flow.state.cart, await zoneOf(flow)).total);
}

it("takes an order back once, however often that is said", async () => {
  const flow = await actOn(summary, ["sí", "no", "cancelar", "vaciar carrito"].map(says));
  expect(flow.notices).toEqual([flow.texts.withdrawn, flow.texts.cartCleared]);
  expect(flow.state.cart).toEqual([]);
});

it("leaves what was before the turn as it was", async () => {
  const before = structuredClone(summary.state);
  await actOn(summary, [says("sí"), { type: "clear" }]);
  expect(summary.state).toEqual(before);
});
