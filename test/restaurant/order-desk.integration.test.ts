import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RestaurantRefusedError, RestaurantUnavailableError } from "../../functions/restaurant/errors.ts";
import { orderAttemptSchema } from "../../functions/restaurant/order-attempt.ts";
import type { CartaAIFaultSettings } from "../../local/cartaai/faults.ts";
import { eventually } from "../support/eventually.ts";
import { PersonalData } from "../support/personal-data.ts";
import { ANA, confirmed, journal, SETTLE_AFTER, startRestaurant } from "./restaurant-bench.ts";

const creating = { operation: "createOrder", times: 1 } as const;

const APPLIED: readonly CartaAIFaultSettings[] = [
  { fault: "applyThenFail", ...creating },
  { fault: "applyThenDrop", ...creating },
  { fault: "truncate", ...creating },
];
const UNKNOWN_AND_NOT_APPLIED: readonly CartaAIFaultSettings[] = [
  { fault: "refuse", status: 503, ...creating },
  { fault: "down", ...creating },
  { fault: "html", status: 200, ...creating },
];

const failureOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe("an order", () => {
  it("is placed as it was confirmed, in CartaAI's shape and in major units", async () => {
    const { desk, cartaai, counted } = await startRestaurant();
    const coordinates = { latitude: -12.12, longitude: -77.03 };
    const delivery = { street: "Av. Larco 345", city: "Lima", reference: "Timbre 2", coordinates, fee: 0 };
    const request = confirmed({ type: "delivery", delivery, notes: "Sin cebolla" });

    const placed = await desk.place(request, journal(), {});

    const [order] = cartaai.orders();
    expect(order).toMatchObject({
      customer: {
        name: "Ana",
        phone: ANA,
        address: { street: "Av. Larco 345", city: "Lima", reference: "Timbre 2" },
      },
      items: [
        {
          productId: "prod006",
          presentationId: "prod006-mediana",
          name: "Pizza margarita (Mediana)",
          quantity: 2,
          unitPrice: 36.9,
          modifiers: [
            { modifierId: "mod-masa", options: [{ optionId: "opt-borde-queso", price: 7.9, quantity: 1 }] },
          ],
        },
      ],
      type: "delivery",
      paymentMethod: "yape",
      notes: "Sin cebolla",
      deliveryInfo: { address: "Av. Larco 345, Lima", coordinates, deliveryInstructions: "Timbre 2" },
      source: "whatsapp",
    });
    expect(placed).toEqual({
      orderId: order?._id,
      orderNumber: "LT-00001",
      status: "pending",
      createdAt: "2026-05-04T12:00:00.000Z",
      total: 8960,
    });
    expect(request.draft.total).toBe(8960);
    expect(cartaai.calls().at(-1)?.query).toEqual({ subDomain: "la-terraza", localId: "local-miraflores" });
    expect(counted("OrdersPlaced")).toBe(1);
  });

  it("is written down before it is sent, as something that a store can keep", async () => {
    const { desk, calls } = await startRestaurant();
    const before: string[][] = [];
    const record = journal(() => before.push(calls()));

    await desk.place(confirmed(), record, {});

    expect(before).toEqual([["listOrders"]]);
    expect(calls()).toEqual(["listOrders", "createOrder"]);
    expect(orderAttemptSchema.parse(JSON.parse(JSON.stringify(record.attempt)))).toEqual(record.attempt);
  });

  it("is not sent when it cannot be written down", async () => {
    const { desk, cartaai } = await startRestaurant();
    const full = new Error("the table does not answer");
    const record = { attempt: undefined, save: () => Promise.reject(full) };

    expect(await failureOf(desk.place(confirmed(), record, {}))).toBe(full);
    expect(cartaai.orders()).toEqual([]);
  });

  it.each(APPLIED)("that CartaAI saved before it failed ($fault) is found at once", async (fault) => {
    const { desk, cartaai, counted } = await startRestaurant();
    cartaai.faults.add(fault);

    const placed = await desk.place(confirmed(), journal(), {});

    expect(cartaai.orders().map(({ _id }) => _id)).toEqual([placed.orderId]);
    expect(placed).not.toHaveProperty("lines");
    expect(counted("OrdersSettled")).toBe(1);
  });

  it.each(UNKNOWN_AND_NOT_APPLIED)(
    "that may have been saved ($fault) is sent again only when it cannot be under way any more",
    async (fault) => {
      const { desk, cartaai, time } = await startRestaurant();
      const [request, record] = [confirmed(), journal()];
      cartaai.faults.add(fault);

      expect(await failureOf(desk.place(request, record, {}))).toMatchObject({
        name: "RestaurantUnavailableError",
        outcome: "unknown",
      });
      time.now += 10_000;
      expect(await failureOf(desk.place(request, record, {}))).toMatchObject({
        name: "RestaurantUnavailableError",
        retryAfter: 20,
      });
      expect(cartaai.orders()).toEqual([]);
      time.now += 20_000;
      const placed = await desk.place(request, record, {});
      expect(cartaai.orders().map(({ _id }) => _id)).toEqual([placed.orderId]);
    },
  );

  it("that CartaAI saves after everybody has given up waiting is there once", async () => {
    const { desk, cartaai, time, held } = await startRestaurant();
    const [request, record] = [confirmed(), journal()];
    cartaai.faults.add({ fault: "lateApply", ms: 1, ...creating });

    const impatient = desk.place(request, record, { deadline: time.now + 1_000 });
    expect(await failureOf(impatient)).toBeInstanceOf(RestaurantUnavailableError);
    expect(cartaai.orders()).toEqual([]);
    held.release();
    await eventually(() => expect(cartaai.orders()).toHaveLength(1));

    const placed = await desk.place(request, record, {});
    expect(cartaai.orders().map(({ _id }) => _id)).toEqual([placed.orderId]);
  });

  it("is there once when everything that came after it was lost", async () => {
    const { desk, cartaai, time } = await startRestaurant();
    const [request, record] = [confirmed(), journal()];

    const first = await desk.place(request, record, {});
    time.now += 2 * SETTLE_AFTER;

    expect(await desk.place(request, record, {})).toEqual(first);
    expect(cartaai.orders()).toHaveLength(1);
  });

  it("that equals the one before it is another one, whatever becomes of its attempts", async () => {
    for (const fault of [undefined, ...APPLIED, ...UNKNOWN_AND_NOT_APPLIED]) {
      const { desk, cartaai, time } = await startRestaurant();
      const first = await desk.place(confirmed(), journal(), {});
      if (fault !== undefined) cartaai.faults.add(fault);
      const [request, record] = [confirmed(), journal()];
      await failureOf(desk.place(request, record, {}));
      time.now += SETTLE_AFTER;

      const second = await desk.place(request, record, {});

      expect(cartaai.orders().map(({ _id }) => _id)).toEqual([first.orderId, second.orderId]);
    }
  });

  it("is not taken for the equal order of another customer", async () => {
    const { desk, cartaai, time } = await startRestaurant();
    const [request, record] = [confirmed(), journal()];
    cartaai.faults.add({ fault: "down", ...creating });
    await failureOf(desk.place(request, record, {}));
    const other = await desk.place(
      confirmed({ customer: { name: "Luis", phone: "+51888888888" } }),
      journal(),
      {},
    );
    time.now += SETTLE_AFTER;

    const placed = await desk.place(request, record, {});

    expect(placed.orderId).not.toBe(other.orderId);
    expect(cartaai.orders()).toHaveLength(2);
  });

  it("is not sent a second time while nobody can see what became of the first", async () => {
    const { desk, cartaai, time } = await startRestaurant();
    const [request, record] = [
      confirmed(),
      journal(() => cartaai.faults.add({ fault: "refuse", operation: "listOrders" })),
    ];
    cartaai.faults.add({ fault: "applyThenDrop", ...creating });
    expect(await failureOf(desk.place(request, record, {}))).toBeInstanceOf(RestaurantUnavailableError);
    time.now += SETTLE_AFTER;

    for (const status of [503, 400, 404]) {
      cartaai.faults.clear();
      cartaai.faults.add({ fault: "refuse", operation: "listOrders", status });
      expect(await failureOf(desk.place(request, record, {}))).toBeInstanceOf(RestaurantUnavailableError);
    }
    expect(cartaai.orders()).toHaveLength(1);
  });

  it.each([400, 409, 422])("that CartaAI refuses with %d is refused for good", async (status) => {
    const { desk, cartaai } = await startRestaurant();
    cartaai.faults.add({ fault: "refuse", status, ...creating });

    expect(await failureOf(desk.place(confirmed(), journal(), {}))).toMatchObject({
      name: "RestaurantRefusedError",
      outcome: "refused",
    });
  });

  it("that CartaAI answers with an error envelope is refused once it is seen not to be there", async () => {
    const { desk, cartaai, calls } = await startRestaurant();
    cartaai.faults.add({ fault: "errorEnvelope", ...creating });

    expect(await failureOf(desk.place(confirmed(), journal(), {}))).toMatchObject({
      name: "RestaurantRefusedError",
      outcome: "refused",
    });
    expect(calls()).toEqual(["listOrders", "createOrder", "listOrders"]);
  });

  it("that CartaAI answers with an error envelope waits when nobody can see whether it is there", async () => {
    const { desk, cartaai } = await startRestaurant();
    const record = journal(() => cartaai.faults.add({ fault: "down", operation: "listOrders" }));
    cartaai.faults.add({ fault: "errorEnvelope", ...creating });

    expect(await failureOf(desk.place(confirmed(), record, {}))).toBeInstanceOf(RestaurantUnavailableError);
  });

  it("needs to know the branch, and says so", async () => {
    const { desk, calls } = await startRestaurant();
    const request = { ...confirmed(), branch: { subDomain: "la-terraza" } };

    const failure = await failureOf(desk.place(request, journal(), {}));

    expect(failure).toBeInstanceOf(RestaurantRefusedError);
    expect(failure).toMatchObject({ message: expect.stringContaining("localId") });
    expect(calls()).toEqual([]);
  });

  it("leaves nothing of the customer in the logs", async () => {
    const { desk, cartaai, logs } = await startRestaurant();
    const personal = new PersonalData();
    const { key: _, ...request } = confirmed();
    personal.addAllOf(request.draft.customer);
    cartaai.faults.add({ fault: "applyThenFail", ...creating });

    await desk.place({ key: "turn-1", ...request }, journal(), {});

    expect(logs.entries()).toContainEqual(
      expect.objectContaining({ message: "Order of unknown outcome", key: "turn-1" }),
    );
    expect(personal.size).toBeGreaterThan(0);
    expect(personal.seenIn(logs.text())).toEqual([]);
  });
});

describe("confirmations in any number, with anything going wrong", () => {
  const faults = fc.constantFrom(undefined, ...APPLIED, ...UNKNOWN_AND_NOT_APPLIED);
  /** What happens to one confirmation: the faults that it meets, and whether its answer is lost. */
  const confirmation = fc.record({ met: fc.array(faults, { maxLength: 3 }), isAnswerLost: fc.boolean() });

  it("make one order each", async () => {
    const { desk, cartaai, time } = await startRestaurant();
    await fc.assert(
      fc.asyncProperty(fc.array(confirmation, { minLength: 1, maxLength: 4 }), async (confirmations) => {
        const before = cartaai.orders().length;
        const placed: string[] = [];
        for (const { met, isAnswerLost } of confirmations) {
          const [request, record] = [confirmed(), journal()];
          const again = async () => {
            time.now += SETTLE_AFTER;
            return await desk.place(request, record, {});
          };
          for (const fault of met) {
            cartaai.faults.clear();
            if (fault !== undefined) cartaai.faults.add(fault);
            await failureOf(again());
          }
          cartaai.faults.clear();
          if (isAnswerLost) await again();
          placed.push((await again()).orderId);
        }
        expect(
          cartaai
            .orders()
            .slice(before)
            .map(({ _id }) => _id),
        ).toEqual(placed);
      }),
      { numRuns: 40 },
    );
  });
});
