import { describe, expect, it } from "vitest";
import { deliveryCost, zoneOf } from "../../../local/cartaai/delivery.ts";
import { SAMPLE_RESTAURANTS } from "../../../local/cartaai/restaurants/index.ts";
import { LA_TERRAZA } from "../../../local/cartaai/restaurants/la-terraza.ts";
import { ANA, runningCartaAI } from "./running-cartaai.ts";

const MIRAFLORES = { latitude: -12.121, longitude: -77.03 };
const SEA = { latitude: -12.16, longitude: -77.1 };

describe.each(SAMPLE_RESTAURANTS)(
  "the sample restaurant $subDomain",
  ({ subDomain, localId, categories, zones }) => {
    it("shows its menu", async () => {
      const { call } = await runningCartaAI();
      const { type, data } = await call(
        "GET",
        `/api/v1/menu2/bot-structure?subDomain=${subDomain}&localId=${localId}`,
      );
      expect(type).toBe("1");
      expect(
        data.categories.map(({ id, position }: { id: string; position: number }) => [id, position]),
      ).toEqual(categories.map(({ id }, position) => [id, position]));
      for (const product of data.categories.flatMap(
        (category: { products: object[] }) => category.products,
      )) {
        expect(product).toMatchObject({
          id: expect.any(String),
          name: expect.any(String),
          basePrice: expect.any(Number),
          isAvailable: expect.any(Boolean),
        });
        expect(product).not.toHaveProperty("modifiers");
      }
    });

    it("tells each product's details in their own envelope", async () => {
      const { request } = await runningCartaAI();
      const products = categories.flatMap((category) => category.products);
      const path = `/api/v1/menu/getProductInMenu/${localId}/${subDomain}`;
      const response = await request("POST", path, ["none", ...products.map(({ id }) => id)]);
      const { success, data } = (await response.json()) as {
        success: boolean;
        data: Record<string, unknown>[];
      };
      expect(success).toBe(true);
      expect(data.map(({ _id }) => _id)).toEqual(products.map(({ id }) => id));
    });

    it("has modifiers that can be satisfied, and ids that are its own", () => {
      const products = categories.flatMap((category) => category.products);
      expect(new Set(products.map(({ id }) => id)).size).toBe(products.length);
      for (const { minSelections, maxSelections, options } of products.flatMap(
        ({ modifiers = [] }) => modifiers,
      )) {
        expect(minSelections).toBeLessThanOrEqual(maxSelections);
        expect(minSelections).toBeLessThanOrEqual(options.length);
      }
    });

    it("delivers to at least two zones", async () => {
      const { call } = await runningCartaAI();
      const { data } = await call("GET", `/api/v1/delivery/zones/${subDomain}/${localId}`);
      expect(data).toHaveLength(zones.length);
      expect(data.length).toBeGreaterThanOrEqual(2);
      for (const zone of data) {
        expect(zone).toMatchObject({
          _id: expect.any(String),
          zoneName: expect.any(String),
          deliveryCost: expect.any(Number),
          minimumOrder: expect.any(Number),
          estimatedTime: expect.any(Number),
          allowsFreeDelivery: expect.any(Boolean),
          minimumForFreeDelivery: expect.any(Number),
        });
        expect(zone.coordinates.length).toBeGreaterThanOrEqual(3);
      }
    });
  },
);

describe("a product's details", () => {
  it("have presentations and modifiers", async () => {
    const { request } = await runningCartaAI();
    const response = await request("POST", "/api/v1/menu/getProductInMenu/local-miraflores/la-terraza", [
      "prod006",
    ]);
    expect(await response.json()).toMatchObject({
      data: [
        {
          _id: "prod006",
          price: 24.9,
          category: { _id: "cat-pizzas", name: "Pizzas" },
          presentations: [
            { _id: "prod006-personal", name: "Personal", price: 24.9 },
            { _id: "prod006-mediana", price: 36.9 },
            { _id: "prod006-familiar", price: 49.9 },
          ],
          modifiers: [
            {
              _id: "mod-masa",
              minSelections: 1,
              maxSelections: 1,
              options: [{}, {}, { _id: "opt-borde-queso" }],
            },
            { _id: "mod-extras", minSelections: 0, maxSelections: 3 },
          ],
        },
      ],
    });
  });

  it("are refused in their own envelope", async () => {
    const { request } = await runningCartaAI();
    for (const [path, body, status] of [
      ["local-miraflores/nobody", ["prod001"], 404],
      ["local-nowhere/la-terraza", ["prod001"], 404],
      ["local-miraflores/la-terraza", { ids: ["prod001"] }, 400],
    ] as const) {
      const response = await request("POST", `/api/v1/menu/getProductInMenu/${path}`, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ success: false, data: null });
    }
  });
});

describe("delivery zones", () => {
  it("are found by place", () => {
    expect(zoneOf(LA_TERRAZA.zones, MIRAFLORES)?.name).toBe("Miraflores");
    expect(zoneOf(LA_TERRAZA.zones, { latitude: -12.095, longitude: -77.035 })?.name).toBe("San Isidro");
    expect(zoneOf(LA_TERRAZA.zones, SEA)).toBeUndefined();
  });

  it("cost nothing from a certain worth on", () => {
    const [miraflores, sanIsidro] = LA_TERRAZA.zones;
    if (miraflores === undefined || sanIsidro === undefined) throw new Error("zones are missing");
    expect([79.99, 80].map((worth) => deliveryCost(miraflores, worth))).toEqual([5, 0]);
    expect(deliveryCost(sanIsidro, 1000)).toBe(8.5);
  });
});

describe("orders", () => {
  const scope = "subDomain=la-terraza&localId=local-miraflores";
  const pizza = {
    productId: "prod006",
    presentationId: "prod006-mediana",
    name: "Pizza margarita",
    quantity: 2,
    unitPrice: 36.9,
    modifiers: [
      {
        modifierId: "mod-extras",
        name: "Ingredientes extra",
        options: [{ optionId: "opt-tocino", name: "Tocino", price: 6.5, quantity: 1 }],
      },
    ],
  };
  const order = {
    customer: { name: "Ana", phone: ANA, address: { street: "Av. Larco 345", city: "Lima" } },
    items: [pizza],
    type: "delivery",
    paymentMethod: "yape",
    deliveryInfo: { address: "Av. Larco 345", coordinates: MIRAFLORES },
    source: "whatsapp",
  };

  it("are created with a number, a total and a time", async () => {
    const { call } = await runningCartaAI();
    const { status, type, data } = await call("POST", `/api/v1/order?${scope}`, order);
    expect({ status, type }).toEqual({ status: 201, type: "1" });
    expect(data).toMatchObject({
      orderNumber: "LT-00001",
      status: "pending",
      subtotal: 86.8,
      deliveryCost: 0,
      total: 86.8,
      estimatedDeliveryTime: "2026-05-04T12:35:00.000Z",
    });
    const small = { ...order, items: [{ ...pizza, quantity: 1 }] };
    expect((await call("POST", `/api/v1/order?${scope}`, small)).data).toMatchObject({
      orderNumber: "LT-00002",
      subtotal: 43.4,
      deliveryCost: 5,
      total: 48.4,
    });
  });

  it("are delivered to the zone that the address names when there is no place on the map", async () => {
    const { call } = await runningCartaAI();
    const items = [{ ...pizza, quantity: 1 }];
    const costOf = async (deliveryInfo: object) =>
      (await call("POST", `/api/v1/order?${scope}`, { ...order, items, deliveryInfo })).data.deliveryCost;
    expect(await costOf({ address: "Calle Berlín 250, miraflores" })).toBe(5);
    expect(await costOf({ address: "Calle Berlín 250" })).toBe(0);
    // The place decides where there is one, whatever the address says.
    expect(await costOf({ address: "Miraflores", coordinates: SEA })).toBe(0);
  });

  it("cost no delivery when they are picked up", async () => {
    const { call } = await runningCartaAI();
    const pickup = { ...order, items: [{ ...pizza, quantity: 1 }], type: "pickup" };
    expect((await call("POST", `/api/v1/order?${scope}`, pickup)).data).toMatchObject({
      deliveryCost: 0,
      total: 43.4,
    });
  });

  it("are read back, and listed newest first by phone and status", async () => {
    const { call, cartaai } = await runningCartaAI();
    const create = async (phone: string) => {
      const { data } = await call("POST", `/api/v1/order?${scope}`, {
        ...order,
        customer: { name: "x", phone },
      });
      return data._id as string;
    };
    const [first, second, other] = [await create(ANA), await create(ANA), await create("+51888888888")];
    cartaai.setOrderStatus(first, "delivered");
    expect((await call("GET", `/api/v1/order/get-order/${first}`)).data).toMatchObject({
      status: "delivered",
    });

    const listed = async (query: string) => {
      const { data } = await call("GET", `/api/v1/order/filled-orders/la-terraza/local-miraflores${query}`);
      return data.map(({ _id }: { _id: string }) => _id);
    };
    expect(await listed("")).toEqual([other, second, first]);
    expect(await listed(`?phone=${encodeURIComponent(ANA)}`)).toEqual([second, first]);
    expect(await listed("?phone=51999999999&status=pending")).toEqual([second]);
    expect((await call("GET", "/api/v1/order/filled-orders/sushi-sakura/local-barranco")).data).toEqual([]);
  });

  it("stand twice when they are sent twice", async () => {
    const { call, cartaai } = await runningCartaAI();
    await call("POST", `/api/v1/order?${scope}`, order);
    await call("POST", `/api/v1/order?${scope}`, order);
    expect(cartaai.orders()).toHaveLength(2);
  });

  it.each([
    ["no items", { items: [] }],
    ["no quantity", { items: [{ ...pizza, quantity: 0 }] }],
    ["an unknown type", { type: "drone" }],
    ["an unknown payment method", { paymentMethod: "shells" }],
    ["another source", { source: "web" }],
    ["no customer", { customer: undefined }],
  ])("are refused with %s", async (_, change) => {
    const { call, cartaai } = await runningCartaAI();
    const answer = await call("POST", `/api/v1/order?${scope}`, { ...order, ...change });
    expect(answer).toMatchObject({ status: 400, type: "3" });
    expect(cartaai.orders()).toEqual([]);
  });

  it("that nobody placed are answered with 404", async () => {
    const { call } = await runningCartaAI();
    expect(await call("GET", "/api/v1/order/get-order/none")).toMatchObject({ status: 404, type: "3" });
  });
});
