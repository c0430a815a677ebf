import { describe, expect, it } from "vitest";
import { orderDraftSchema } from "../../functions/restaurant/order.ts";
import { priceLine } from "../../functions/restaurant/price-line.ts";
import { lineTotal } from "../../functions/restaurant/pricing.ts";
import { createSampleRestaurant } from "../../functions/restaurant/sample/sample-restaurant.ts";
import { findZone } from "../../functions/restaurant/zones.ts";
import { ANA, BRANCH, confirmed, journal } from "./restaurant-bench.ts";

const { catalogue, desk, orders } = createSampleRestaurant();

describe("the sample restaurant", () => {
  it("sells everything on its menu by the price that the menu says, but what is sold out", async () => {
    const { categories } = await catalogue.menu(BRANCH, {});
    const listed = categories.flatMap(({ products }) => products);
    expect(listed.length).toBeGreaterThan(4);
    for (const product of listed) {
      const details = await catalogue.product(BRANCH, product.id, {});
      if (details === undefined) throw new Error(`${product.id} has no details`);
      const options = details.modifiers.flatMap(({ id, minSelections, options }) =>
        options.slice(0, minSelections).map((option) => ({ modifierId: id, optionId: option.id })),
      );
      const { line } = priceLine(details, {
        presentationId: details.presentations[0]?.id,
        options,
        quantity: 1,
      });
      expect(line && lineTotal(line)).toBe(product.isAvailable ? product.price : undefined);
    }
    expect(listed.some(({ isAvailable }) => !isAvailable)).toBe(true);
    expect(await catalogue.product(BRANCH, "roll001", {})).toBeUndefined();
  });

  it("delivers to a place on the map, and to an address that names a zone", async () => {
    const zones = await catalogue.zones(BRANCH, {});
    expect(findZone(zones, { coordinates: { latitude: -12.12, longitude: -77.03 } })?.name).toBe(
      "Miraflores",
    );
    expect(findZone(zones, { address: "Av. Camino Real 10, San Isidro" })?.name).toBe("San Isidro");
  });

  it("gives one order for one confirmation, however often it is placed, and another one for the next", async () => {
    const request = confirmed();
    const placed = await desk.place(request, journal(), {});

    expect(await createSampleRestaurant().desk.place(request, journal(), {})).toEqual(placed);
    expect((await desk.place(confirmed(), journal(), {})).orderId).not.toBe(placed.orderId);
    expect(placed.total).toBe(orderDraftSchema.parse(request.draft).total);
  });

  it("shows an order again without having kept it", async () => {
    const { total: _, ...placed } = await desk.place(confirmed(), journal(), {});
    expect(await orders.read(BRANCH, placed.orderId, {})).toEqual(placed);
    expect(await orders.read(BRANCH, "LT-00001", {})).toBeUndefined();
    expect(await orders.recent(BRANCH, ANA, {})).toEqual([]);
  });
});
