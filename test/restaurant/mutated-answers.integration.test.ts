import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTransport } from "../../functions/cartaai/transport.ts";
import { cartaaiCatalogue } from "../../functions/restaurant/cartaai/catalogue-source.ts";
import { cartaaiOrders } from "../../functions/restaurant/cartaai/orders.ts";
import { restaurantCall } from "../../functions/restaurant/cartaai/restaurant-call.ts";
import type { CatalogueSource } from "../../functions/restaurant/catalogue.ts";
import { RestaurantError } from "../../functions/restaurant/errors.ts";
import { createOrderDesk } from "../../functions/restaurant/order-desk.ts";
import type { MenuProduct, Modifier, Orders } from "../../functions/restaurant/restaurant.ts";
import { type CartaAIStandIn, startCartaAI } from "../../local/cartaai/server.ts";
import { QUIET } from "../../local/faults/world/quiet-telemetry.ts";
import { newPhone } from "../support/conversations.ts";
import { type Interposed, interpose } from "../support/interposed.ts";
import { mutated, mutation } from "../support/mutations.ts";
import { PATIENT } from "../support/patience.ts";
import { ANA, BRANCH, confirmed, draft, journal } from "./restaurant-bench.ts";

vi.setConfig(PATIENT);

let cartaai: CartaAIStandIn;
let between: Interposed;
let catalogue: CatalogueSource;
let orders: Orders;

beforeAll(async () => {
  cartaai = await startCartaAI({ port: 0, apiKeys: ["k"], writePause: 0 });
  between = await interpose(cartaai.url);
  const call = restaurantCall(
    createTransport({ baseUrl: between.url, apiKey: () => "k", agentPrefix: "/whatsapp", timeout: 30_000 }),
  );
  catalogue = cartaaiCatalogue(call, QUIET);
  orders = cartaaiOrders(call, QUIET);
});
afterAll(async () => {
  await between.stop();
  await cartaai.stop();
});

const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });
type Mutations = typeof mutations extends fc.Arbitrary<infer T> ? T : never;

/** Asks while CartaAI's answers are changed. @returns the answer, or the error, which has to be the restaurant's own */
async function whileMutated<Answer>(
  change: (answer: unknown) => unknown,
  ask: () => Promise<Answer>,
): Promise<Answer | RestaurantError> {
  between.reset();
  between.intercept(async (_, forward) => {
    const { status, headers, body } = await forward();
    return { status, headers, body: JSON.stringify(change(JSON.parse(Buffer.from(body).toString()))) };
  });
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RestaurantError) return error;
    throw error;
  } finally {
    between.reset();
  }
}

const all = (list: Mutations) => (answer: unknown) => list.reduce<unknown>(mutated, answer);

/** Changes one thing in a list, wherever in the answer the list is. */
const one = (list: Mutations, listOf: (answer: never) => unknown[], at: number) => (answer: unknown) => {
  const items = listOf(answer as never);
  const index = at % items.length;
  items[index] = list.reduce<unknown>(mutated, items[index]);
  return answer;
};

const isPrice = (price: unknown) => Number.isSafeInteger(price) && Number(price) >= 0;
const isText = (text: unknown) => typeof text === "string" && text !== "";

function expectProduct({ id, name, price, isAvailable }: MenuProduct): void {
  expect([isText(id), isText(name), isPrice(price), typeof isAvailable]).toEqual([
    true,
    true,
    true,
    "boolean",
  ]);
}

function expectModifier({ minSelections, maxSelections, options }: Modifier): void {
  expect(minSelections).toBeGreaterThanOrEqual(0);
  expect(maxSelections).toBeGreaterThanOrEqual(minSelections);
  expect(options.length).toBeGreaterThanOrEqual(maxSelections);
  for (const { id, name, price } of options)
    expect([isText(id), isText(name), isPrice(price)]).not.toContain(false);
}

describe("whatever was done to CartaAI's answer", () => {
  it("with the menu, it is a menu that can be sold from, or one that waits", async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async (list) => {
        const menu = await whileMutated(all(list), () => catalogue.menu(BRANCH, {}));
        if (menu instanceof RestaurantError) return;
        for (const { products } of menu.categories) {
          expect(products.length).toBeGreaterThan(0);
          products.forEach(expectProduct);
        }
      }),
    );
  });

  it("about one product of the menu, all others are there as they were", async () => {
    const { categories } = await catalogue.menu(BRANCH, {});
    await fc.assert(
      fc.asyncProperty(mutations, fc.nat(), fc.nat(), async (list, category, at) => {
        const changed = categories[category % categories.length]?.products ?? [];
        const listOf = ({ data }: { data: { categories: { id: string; products: unknown[] }[] } }) =>
          data.categories.find(({ id }) => id === categories[category % categories.length]?.id)?.products ??
          [];
        const menu = await whileMutated(one(list, listOf, at), () => catalogue.menu(BRANCH, {}));
        if (menu instanceof RestaurantError) throw menu;
        const found = menu.categories.flatMap(({ products }) => products);
        const others = categories.flatMap(({ products }) => products);
        for (const product of others)
          if (product !== changed[at % changed.length]) expect(found).toContainEqual(product);
      }),
    );
  });

  it("with a product's details, its choices can be made, or it waits", async () => {
    await fc.assert(
      fc.asyncProperty(mutations, fc.constantFrom("prod004", "prod006"), async (list, productId) => {
        const details = await whileMutated(all(list), () => catalogue.details(BRANCH, productId, {}));
        if (details === undefined || details instanceof RestaurantError) return;
        expect(isPrice(details.price)).toBe(true);
        details.modifiers.forEach(expectModifier);
      }),
    );
  });

  it("with one delivery zone, all others are there as they were, and each can be charged for", async () => {
    const known = await catalogue.zones(BRANCH, {});
    const listOf = ({ data }: { data: unknown[] }) => data;
    await fc.assert(
      fc.asyncProperty(mutations, fc.nat(), async (list, at) => {
        const zones = await whileMutated(one(list, listOf, at), () => catalogue.zones(BRANCH, {}));
        if (zones instanceof RestaurantError) throw zones;
        known.forEach((zone, index) => {
          if (index !== at % known.length) expect(zones).toContainEqual(zone);
        });
        for (const { fee, minimumOrder, area } of zones) {
          expect([isPrice(fee), isPrice(minimumOrder), area.length === 0 || area.length >= 3]).not.toContain(
            false,
          );
        }
      }),
    );
  });

  it("with one of somebody's orders, all others are there as they were, and each can be shown", async () => {
    const known = [await orders.place(BRANCH, draft(), {}), await orders.place(BRANCH, draft(), {})];
    const listOf = ({ data }: { data: unknown[] }) => data;
    await fc.assert(
      fc.asyncProperty(mutations, fc.nat({ max: 1 }), async (list, at) => {
        const recent = await whileMutated(one(list, listOf, at), () => orders.recent(BRANCH, ANA, {}));
        if (recent instanceof RestaurantError) throw recent;
        // The latest comes first.
        const other = known[at];
        expect(recent.map(({ orderId }) => orderId)).toContain(other?.orderId);
        for (const { orderId, lines } of recent) {
          expect(isText(orderId)).toBe(true);
          expect(lines.every(({ quantity }) => quantity >= 1)).toBe(true);
        }
      }),
    );
  });

  it("with an order that was placed, it is known, or nobody says that it was not placed", async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async (list) => {
        const before = cartaai.orders().length;
        const placed = await whileMutated(all(list), () => orders.place(BRANCH, draft(), {}));
        expect(cartaai.orders()).toHaveLength(before + 1);
        if (placed instanceof RestaurantError) {
          expect(placed.outcome).toBe("unknown");
          return;
        }
        expect(isText(placed.orderId)).toBe(true);
        expect(placed.total === undefined || isPrice(placed.total)).toBe(true);
      }),
    );
  });

  it("to an order, it is placed once, and found by the next try if need be", async () => {
    const desk = createOrderDesk(orders, { settleAfter: 0, telemetry: QUIET });
    await fc.assert(
      fc.asyncProperty(mutations, async (list) => {
        const phone = `+${newPhone()}`;
        const request = confirmed({ customer: { name: "Ana", phone } });
        const record = journal();
        const first = await whileMutated(
          (answer) => (Array.isArray((answer as { data: unknown }).data) ? answer : all(list)(answer)),
          () => desk.place(request, record, {}),
        );
        const placed = first instanceof RestaurantError ? await desk.place(request, record, {}) : first;

        expect(isText(placed.orderId)).toBe(true);
        expect(cartaai.orders().filter(({ customer }) => customer.phone === phone)).toHaveLength(1);
      }),
    );
  });
});
