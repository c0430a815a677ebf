import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { envelope, json, type RecordingServer, startRecordingServer } from "../cartaai/recording-server.ts";
import { ANA, BRANCH, confirmed, draft, journal, startRestaurant } from "./restaurant-bench.ts";

let server: RecordingServer;

beforeEach(async () => {
  server = await startRecordingServer();
});

afterEach(() => server.stop());

/** A CartaAI that answers each path with data of the test's. */
async function restaurantWith(answers: Readonly<Record<string, unknown>>) {
  server.answer((response, request) => {
    const path = Object.keys(answers).find((each) => request.url?.includes(each)) ?? "";
    const answer = path.startsWith("/menu/")
      ? json(200, { success: true, message: "OK", data: answers[path] })
      : envelope(answers[path] ?? null);
    answer(response, request);
  });
  return await startRestaurant({ url: server.url });
}

const WATER = { id: "water", name: "Agua", basePrice: 5, isAvailable: true };
const menuOf = (...products: unknown[]) => menuOfAll(products);
const menuOfAll = (products: readonly unknown[]) => ({ categories: [{ id: "c", name: "Todo", products }] });

describe("a menu", () => {
  it.each([
    ["no price", { ...WATER, id: "x", basePrice: undefined }, "basePrice"],
    ["a negative price", { ...WATER, id: "x", basePrice: -1 }, "basePrice"],
    ["a price in words", { ...WATER, id: "x", basePrice: "S/ 5" }, "basePrice"],
    ["no name", { ...WATER, id: "x", name: " " }, "name"],
    ["nothing in it", null, "all of it"],
  ])("loses a product with %s, and no other", async (_, product, wrong) => {
    const { catalogue, counted, logs } = await restaurantWith({ "/bot-structure": menuOf(product, WATER) });

    const { categories } = await catalogue.menu(BRANCH, {});

    expect(categories.flatMap(({ products }) => products)).toEqual([
      { id: "water", name: "Agua", price: 500, isAvailable: true },
    ]);
    expect(counted("CatalogueItemsIgnored")).toBe(1);
    expect(logs.entries()).toContainEqual(
      expect.objectContaining({ level: "WARN", kind: "product", subDomain: "la-terraza", wrong }),
    );
  });

  it("with nonsense without end counts it, and does not fill the logs with it", async () => {
    const nonsense = Array(200_000).fill(null);
    const { catalogue, counted, logs } = await restaurantWith({
      "/bot-structure": menuOfAll([WATER, ...nonsense]),
    });

    const { categories } = await catalogue.menu(BRANCH, {});

    expect(categories.flatMap(({ products }) => products).map(({ id }) => id)).toEqual(["water"]);
    expect(counted("CatalogueItemsIgnored")).toBe(nonsense.length);
    const warnings = logs.entries().filter(({ level }) => level === "WARN");
    expect(warnings.length).toBeLessThan(30);
    expect(warnings.at(-1)).toMatchObject({ kind: "product", unnamed: nonsense.length - 20 });
  });

  it("of more products than any restaurant has is read as far as ten thousand", async () => {
    const products = Array.from({ length: 10_005 }, (_, index) => ({ ...WATER, id: `p${index}` }));
    const { catalogue, counted } = await restaurantWith({ "/bot-structure": menuOfAll(products) });

    const { categories } = await catalogue.menu(BRANCH, {});

    expect(categories[0]?.products).toHaveLength(10_000);
    expect(counted("CatalogueItemsIgnored")).toBe(5);
  });

  it("does not bring an id without end into the logs", async () => {
    const product = { ...WATER, id: "x".repeat(100_000), basePrice: -1 };
    const { catalogue, logs } = await restaurantWith({ "/bot-structure": menuOf(product, WATER) });

    await catalogue.menu(BRANCH, {});

    expect(JSON.stringify(logs.entries()).length).toBeLessThan(10_000);
  });

  it("loses what is nice to have by itself", async () => {
    const product = {
      ...WATER,
      description: 7,
      imageUrl: "not an address",
      isAvailable: "perhaps",
      basePrice: "5.50",
    };
    const { catalogue, counted } = await restaurantWith({ "/bot-structure": menuOf(product) });
    expect((await catalogue.menu(BRANCH, {})).categories[0]?.products).toEqual([
      { id: "water", name: "Agua", price: 550, isAvailable: true },
    ]);
    expect(counted("CatalogueItemsIgnored")).toBe(0);
  });

  it("has its categories by position, and none that is empty or cannot be read", async () => {
    const products = [WATER];
    const categories = [
      { id: "last", name: "Last", products },
      { id: "second", name: "Second", position: 2, products },
      { id: "empty", name: "Empty", position: 0, products: [] },
      { name: "Nameless", position: 0, products },
      { id: 1, name: "First", position: 1, products },
    ];
    const { catalogue, counted } = await restaurantWith({ "/bot-structure": { categories } });
    expect((await catalogue.menu(BRANCH, {})).categories.map(({ id }) => id)).toEqual([
      "1",
      "second",
      "last",
    ]);
    expect(counted("CatalogueItemsIgnored")).toBe(1);
  });

  it("that is none is a failure, and not an empty one", async () => {
    const { catalogue } = await restaurantWith({ "/bot-structure": { menu: [] } });
    await expect(catalogue.menu(BRANCH, {})).rejects.toMatchObject({ name: "RestaurantUnavailableError" });
  });
});

const choice = (_id: string, price: unknown = 1) => ({ _id, name: _id, price });

async function productWith(details: Readonly<Record<string, unknown>>) {
  const product = { _id: "water", name: "Agua", price: 5, presentations: [], modifiers: [], ...details };
  const { catalogue } = await restaurantWith({
    "/bot-structure": menuOf(WATER),
    "/menu/getProductInMenu": [product],
  });
  return await catalogue.product(BRANCH, "water", {});
}

describe("a product", () => {
  it("loses presentations and options that cannot be read, and no others", async () => {
    const product = await productWith({
      presentations: [choice("big", Number.NaN), choice("small", 4)],
      modifiers: [
        {
          _id: "ice",
          name: "Hielo",
          minSelections: 0,
          maxSelections: 2,
          options: [choice("yes", 0), {}, choice("no", 0)],
        },
        { _id: "none", name: "Nada", options: [{}] },
        "rubbish",
      ],
    });
    expect(product).toMatchObject({ price: 400, presentations: [{ id: "small" }] });
    expect(product?.modifiers).toEqual([
      {
        ...{ id: "ice", name: "Hielo", minSelections: 0, maxSelections: 2 },
        options: [
          { id: "yes", name: "yes", price: 0 },
          { id: "no", name: "no", price: 0 },
        ],
      },
    ]);
  });

  it("of which no presentation can be read cannot be ordered", async () => {
    expect(await productWith({ presentations: [choice("big", -1)] })).toBeUndefined();
  });

  it.each([
    ["more than there are", 3, 3, [2, 2]],
    ["more than are allowed", 2, 1, [2, 2]],
    ["without a maximum", 0, 0, [0, 2]],
    ["without any limit", undefined, undefined, [0, 2]],
  ])("that demands selections %s can still be ordered", async (_, minSelections, maxSelections, expected) => {
    const options = [choice("a"), choice("b")];
    const product = await productWith({
      modifiers: [{ _id: "m", name: "M", minSelections, maxSelections, options }],
    });
    const [modifier] = product?.modifiers ?? [];
    expect([modifier?.minSelections, modifier?.maxSelections]).toEqual(expected);
  });

  it("that CartaAI has no details of is not sold any more", async () => {
    const { catalogue } = await restaurantWith({
      "/bot-structure": menuOf(WATER),
      "/menu/getProductInMenu": [],
    });
    expect(await catalogue.product(BRANCH, "water", {})).toBeUndefined();
  });
});

describe("zones", () => {
  const zone = { _id: "z", zoneName: "Centro", deliveryCost: 7.9 };

  it("lose the one that cannot be read, and a map that has a hole in it", async () => {
    const corner = { latitude: -12, longitude: -77 };
    const { catalogue, counted } = await restaurantWith({
      "/delivery/zones": [
        zone,
        { ...zone, _id: "y", deliveryCost: undefined },
        { ...zone, _id: "x", coordinates: [corner, corner, { latitude: 91, longitude: 0 }] },
        {
          ...zone,
          _id: "w",
          coordinates: [corner, corner],
          allowsFreeDelivery: false,
          minimumForFreeDelivery: 0,
        },
      ],
    });
    const plain = { name: "Centro", fee: 790, minimumOrder: 0, estimatedTime: 0, area: [] };
    expect(await catalogue.zones(BRANCH, {})).toEqual(["z", "x", "w"].map((id) => ({ id, ...plain })));
    expect(counted("CatalogueItemsIgnored")).toBe(1);
  });
});

describe("orders", () => {
  it("are the customer's own, even from a CartaAI that passes over the filter; the latest is first", async () => {
    const order = { status: "ready", items: [], customer: { phone: ANA } };
    const { orders, counted } = await restaurantWith({
      "/order/filled-orders": [
        { ...order, _id: "old", createdAt: "2026-05-01T00:00:00Z" },
        { ...order, _id: "other", customer: { phone: "+51888888888" } },
        { status: "ready" },
        {
          ...order,
          _id: "new",
          orderNumber: 17,
          total: 7.9,
          createdAt: "2026-05-02T00:00:00Z",
          customer: { phone: "51999999999" },
        },
      ],
    });
    expect(await orders.recent(BRANCH, ANA, {})).toEqual([
      ...[
        {
          orderId: "new",
          orderNumber: "17",
          status: "ready",
          createdAt: "2026-05-02T00:00:00Z",
          total: 790,
          lines: [],
        },
      ],
      ...[{ orderId: "old", status: "ready", createdAt: "2026-05-01T00:00:00Z", lines: [] }],
    ]);
    expect(server.calls[0]?.url).toBe(
      "/api/v1/order/filled-orders/la-terraza/local-miraflores?phone=%2B51999999999",
    );
    expect(counted("CatalogueItemsIgnored")).toBe(1);
  });

  it("have lines also where the server has filled the products in, and none where one cannot be read", async () => {
    const line = { productId: { _id: "water", name: "Agua" }, presentationId: null, quantity: 2 };
    const { orders } = await restaurantWith({
      "/order/filled-orders": [
        { _id: "a", items: [line] },
        { _id: "b", items: [line, {}] },
      ],
    });
    expect((await orders.recent(BRANCH, ANA, {})).map(({ lines }) => lines)).toEqual([
      [{ productId: "water", quantity: 2 }],
      [],
    ]);
  });

  it("of another restaurant are not shown, whoever knows their id", async () => {
    const { orders } = await restaurantWith({ "/get-order/": { _id: "o", subDomain: "sushi-sakura" } });
    expect(await orders.read(BRANCH, "o", {})).toBeUndefined();
  });

  it("that CartaAI confirmed without showing them are looked for", async () => {
    const order = { _id: "o", items: draft().lines, customer: { phone: ANA } };
    const listed: unknown[] = [];
    const { desk } = await restaurantWith({ "/filled-orders/": listed });
    const record = journal(() => listed.push(order));

    expect(await desk.place(confirmed(), record, {})).toEqual({ orderId: "o", status: "pending" });
  });
});
