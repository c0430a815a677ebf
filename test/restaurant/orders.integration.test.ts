import { describe, expect, it } from "vitest";
import { ANA, BRANCH, confirmed, draft, journal, startRestaurant } from "./restaurant-bench.ts";

describe("a customer's orders", () => {
  it("are listed with their lines and where they are", async () => {
    const { desk, orders, cartaai, time } = await startRestaurant();
    const first = await desk.place(confirmed(), journal(), {});
    time.now += 60_000;
    const second = await desk.place(confirmed(), journal(), {});
    cartaai.setOrderStatus(first.orderId, "dispatched");

    const [{ productId, presentationId, quantity } = { productId: "", quantity: 0 }] = draft().lines;
    const lines = [{ productId, presentationId, quantity }];
    expect(await orders.recent(BRANCH, ANA, {})).toEqual([
      { ...second, lines },
      { ...first, status: "dispatched", lines },
    ]);
    expect(await orders.recent(BRANCH, "+51888888888", {})).toEqual([]);
    expect(await orders.read(BRANCH, first.orderId, {})).toEqual({ ...first, status: "dispatched" });
  });

  it("are not found under an id that nobody has, and not given up for lost when CartaAI does not answer", async () => {
    const { orders, cartaai } = await startRestaurant();
    expect(await orders.read(BRANCH, "no/such?order", {})).toBeUndefined();
    for (const fault of [{ fault: "errorEnvelope" }, { fault: "refuse", status: 400 }] as const) {
      cartaai.faults.add({ ...fault, operation: "readOrder", times: 1 });
      expect(await orders.read(BRANCH, "x", {})).toBeUndefined();
    }
    cartaai.faults.add({ fault: "refuse", status: 401, operation: "readOrder", times: 1 });
    await expect(orders.read(BRANCH, "x", {})).rejects.toMatchObject({ name: "RestaurantUnavailableError" });
  });
});
