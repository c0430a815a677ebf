import { describe, expect, it } from "vitest";
import type { Catalogue } from "../../functions/restaurant/restaurant.ts";
import { findZone } from "../../functions/restaurant/zones.ts";
import type { CartaAIOperation } from "../../local/cartaai/operations.ts";
import { LA_TERRAZA } from "../../local/cartaai/restaurants/la-terraza.ts";
import { SUSHI_SAKURA } from "../../local/cartaai/restaurants/sushi-sakura.ts";
import { BRANCH, startRestaurant } from "./restaurant-bench.ts";

const SAKURA = { subDomain: SUSHI_SAKURA.subDomain, localId: SUSHI_SAKURA.localId };
const MINUTES = 60_000;

type Read = (catalogue: Catalogue) => Promise<unknown>;
const READS: readonly [string, CartaAIOperation, Read][] = [
  ["the menu", "readMenu", (catalogue) => catalogue.menu(BRANCH, {})],
  ["a product", "readProducts", (catalogue) => catalogue.product(BRANCH, "prod006", {})],
  ["the zones", "readZones", (catalogue) => catalogue.zones(BRANCH, {})],
];

describe("a restaurant's catalogue", () => {
  it("has every product of the menu, in order, its price in minor units", async () => {
    const { catalogue } = await startRestaurant();

    const { categories } = await catalogue.menu(BRANCH, {});

    expect(categories.map(({ id, name }) => [id, name])).toEqual(
      LA_TERRAZA.categories.map(({ id, name }) => [id, name]),
    );
    expect(categories.flatMap(({ products }) => products)).toEqual(
      LA_TERRAZA.categories
        .flatMap(({ products }) => products)
        .map(({ id, name, description, price, isAvailable = true }) => ({
          ...{ id, name, description, isAvailable },
          price: Number(price.toFixed(2).replace(".", "")),
        })),
    );
  });

  it("has a product's presentations and modifiers, and the lowest price", async () => {
    const { catalogue } = await startRestaurant();

    expect(await catalogue.product(BRANCH, "prod006", {})).toMatchObject({
      id: "prod006",
      name: "Pizza margarita",
      price: 2490,
      isAvailable: true,
      presentations: [
        { id: "prod006-personal", name: "Personal", price: 2490 },
        { id: "prod006-mediana", name: "Mediana", price: 3690 },
        { id: "prod006-familiar", name: "Familiar", price: 4990 },
      ],
      modifiers: [
        {
          ...{ id: "mod-masa", name: "Tipo de masa", minSelections: 1, maxSelections: 1 },
          options: [
            { price: 0 },
            { price: 0 },
            { id: "opt-borde-queso", name: "Borde de queso", price: 790 },
          ],
        },
        { id: "mod-extras", minSelections: 0, maxSelections: 3 },
      ],
    });
    expect(await catalogue.product(BRANCH, "prod003", {})).toMatchObject({ isAvailable: false, price: 3800 });
  });

  it("has no product that is not on the menu, and does not ask CartaAI for one", async () => {
    const { catalogue, calls } = await startRestaurant();
    for (const productId of ["prod999", "__proto__", "roll001"]) {
      expect(await catalogue.product(BRANCH, productId, {})).toBeUndefined();
    }
    expect(calls()).toEqual(["readMenu"]);
  });

  it("has the zones, and where they are", async () => {
    const { catalogue } = await startRestaurant();

    const zones = await catalogue.zones(BRANCH, {});

    expect(zones).toMatchObject([
      { name: "Miraflores", fee: 500, minimumOrder: 2500, freeFrom: 8000, estimatedTime: 35 },
      { name: "San Isidro", fee: 850, minimumOrder: 4000, estimatedTime: 50 },
    ]);
    expect(zones[1]).not.toHaveProperty("freeFrom");
    expect(findZone(zones, { coordinates: { latitude: -12.095, longitude: -77.035 } })).toBe(zones[1]);
    expect(findZone(zones, { coordinates: { latitude: -12.2, longitude: -77.2 } })).toBeUndefined();
  });

  it("is a branch's own", async () => {
    const { catalogue } = await startRestaurant();
    const [terraza, sakura] = await Promise.all([catalogue.menu(BRANCH, {}), catalogue.menu(SAKURA, {})]);
    expect(terraza.categories[0]?.name).toBe("Entradas");
    expect(sakura.categories[0]?.name).toBe("Rolls");
    expect(await catalogue.product(SAKURA, "roll001", {})).toMatchObject({ price: 1990 });
  });

  it("is read with the correlation id of the work that it is for", async () => {
    const { catalogue, cartaai } = await startRestaurant();
    for (const [, , read] of READS) await read(catalogue);
    await catalogue.zones(SAKURA, { correlationId: "request-1" });
    expect(cartaai.calls().at(-1)).toMatchObject({ operation: "readZones", correlationId: "request-1" });
  });
});

describe.each(READS)("%s", (_, operation, read) => {
  const times = (calls: readonly string[]) => calls.filter((call) => call === operation).length;

  it("is read once in fifteen minutes, however many ask", async () => {
    const { catalogue, calls, time } = await startRestaurant();
    const [first, ...others] = await Promise.all([read(catalogue), read(catalogue), read(catalogue)]);
    for (const other of others) expect(other).toEqual(first);
    time.now += 15 * MINUTES - 1;
    expect(await read(catalogue)).toEqual(first);
    expect(times(calls())).toBe(1);
    time.now += 1;
    expect(await read(catalogue)).toEqual(first);
    expect(times(calls())).toBe(2);
  });

  it("goes on being known while CartaAI fails", async () => {
    const { catalogue, cartaai, time, counted } = await startRestaurant();
    const known = await read(catalogue);
    for (const fault of ["down", "errorEnvelope", "html", "truncate"] as const) {
      cartaai.faults.clear();
      cartaai.faults.add({ fault, operation });
      time.now += 15 * MINUTES;
      expect(await read(catalogue)).toEqual(known);
    }
    expect(counted("CatalogueServedStale")).toBeGreaterThanOrEqual(4);
  });

  it("that was never known fails with what may be done about it", async () => {
    const { catalogue, cartaai } = await startRestaurant();
    cartaai.faults.add({ fault: "refuse", status: 503, retryAfter: 7, operation, times: 1 });
    await expect(read(catalogue)).rejects.toMatchObject({
      name: "RestaurantUnavailableError",
      retryAfter: 7,
    });
    cartaai.faults.add({ fault: "errorEnvelope", operation, times: 1 });
    await expect(read(catalogue)).rejects.toMatchObject({ name: "RestaurantRefusedError" });
    await expect(read(catalogue)).resolves.toBeDefined();
  });
});

describe("a CartaAI that is down", () => {
  it("is left alone after five failures", async () => {
    const { catalogue, cartaai, calls } = await startRestaurant();
    cartaai.faults.add({ fault: "down" });
    for (let time = 0; time < 8; time++) {
      await expect(catalogue.menu(BRANCH, {})).rejects.toMatchObject({ name: "RestaurantUnavailableError" });
    }
    expect(calls()).toHaveLength(5);
  });
});

describe("a business that was registered without its branch", () => {
  it("has a menu, and is told what else needs the branch", async () => {
    const { catalogue } = await startRestaurant();
    const branch = { subDomain: "la-terraza" };
    expect((await catalogue.menu(branch, {})).categories).toHaveLength(5);
    for (const refused of [catalogue.zones(branch, {}), catalogue.product(branch, "prod001", {})]) {
      await expect(refused).rejects.toMatchObject({
        name: "RestaurantRefusedError",
        message: expect.stringContaining("localId"),
      });
    }
  });
});
