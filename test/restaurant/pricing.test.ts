import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderLine } from "../../functions/restaurant/order.ts";
import { orderLineSchema } from "../../functions/restaurant/order.ts";
import { choiceOf, MOST_PIECES, priceLine } from "../../functions/restaurant/price-line.ts";
import { lineTotal, totalsOf } from "../../functions/restaurant/pricing.ts";
import type { DeliveryZone, ProductDetails } from "../../functions/restaurant/restaurant.ts";

const price = fc.integer({ min: 0, max: 1_000_000 });
const quantity = fc.integer({ min: 1, max: 99 });
const option = fc.record({
  optionId: fc.uuid(),
  name: fc.string(),
  price,
  quantity: fc.integer({ min: 1, max: 3 }),
});
const modifier = fc.record({
  modifierId: fc.uuid(),
  name: fc.string(),
  options: fc.array(option, { maxLength: 3 }),
});
const line: fc.Arbitrary<OrderLine> = fc.record({
  productId: fc.uuid(),
  name: fc.string({ minLength: 1 }),
  quantity,
  unitPrice: price,
  modifiers: fc.array(modifier, { maxLength: 3 }),
});

const ZONE: DeliveryZone = {
  ...{ id: "z", name: "Centro", fee: 500, minimumOrder: 2500, freeFrom: 8000 },
  ...{ estimatedTime: 30, area: [] },
};

function worth(goods: number): OrderLine[] {
  return [{ productId: "p", name: "p", quantity: 1, unitPrice: goods, modifiers: [] }];
}

describe("totals", () => {
  it("are the sum of every piece counted one by one", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        let counted = 0;
        for (const { quantity, unitPrice, modifiers } of lines) {
          for (let piece = 0; piece < quantity; piece++) {
            counted += unitPrice;
            for (const each of modifiers.flatMap(({ options }) => options))
              counted += each.price * each.quantity;
          }
        }
        expect(totalsOf(lines)).toEqual({ goods: counted, delivery: 0, total: counted, missing: 0 });
      }),
    );
  });

  it("do not depend on the order of the lines, and grow by each line's own total", () => {
    fc.assert(
      fc.property(fc.array(line), line, (lines, another) => {
        const { goods } = totalsOf(lines);
        expect(totalsOf(lines.toReversed()).goods).toBe(goods);
        expect(totalsOf([...lines, another]).goods).toBe(goods + lineTotal(another));
      }),
    );
  });

  it.each([
    [0, { delivery: 500, total: 500, missing: 2500 }],
    [2499, { delivery: 500, total: 2999, missing: 1 }],
    [2500, { delivery: 500, total: 3000, missing: 0 }],
    [7999, { delivery: 500, total: 8499, missing: 0 }],
    [8000, { delivery: 0, total: 8000, missing: 0 }],
  ])("with delivery of goods worth %d", (goods, expected) => {
    expect(totalsOf(worth(goods), ZONE)).toEqual({ goods, ...expected });
  });

  it("have a delivery fee at any worth where delivery is never free", () => {
    const { freeFrom: _, ...zone } = ZONE;
    expect(totalsOf(worth(1_000_000), zone).delivery).toBe(500);
  });
});

const PIZZA: ProductDetails = {
  ...{ id: "pizza", name: "Pizza", price: 2490, isAvailable: true },
  presentations: [
    { id: "small", name: "Personal", price: 2490 },
    { id: "large", name: "Familiar", price: 4990 },
  ],
  modifiers: [
    {
      ...{ id: "dough", name: "Masa", minSelections: 1, maxSelections: 1 },
      options: [
        { id: "thin", name: "Delgada", price: 0 },
        { id: "cheese", name: "Borde de queso", price: 790 },
      ],
    },
    {
      ...{ id: "extras", name: "Extras", minSelections: 0, maxSelections: 2 },
      options: [
        { id: "olives", name: "Aceitunas", price: 300 },
        { id: "bacon", name: "Tocino", price: 650 },
        { id: "ham", name: "Jamón", price: 400 },
      ],
    },
  ],
};
const WATER: ProductDetails = {
  ...{ id: "water", name: "Agua", price: 500, isAvailable: true },
  ...{ presentations: [], modifiers: [] },
};

const thin = { modifierId: "dough", optionId: "thin" };
const cheese = { modifierId: "dough", optionId: "cheese" };
const extra = (optionId: string) => ({ modifierId: "extras", optionId });
const CHOICE = { presentationId: "large", options: [cheese, extra("bacon"), extra("olives")], quantity: 2 };

describe("a line", () => {
  it("has the catalogue's names and prices", () => {
    const { line } = priceLine(PIZZA, { ...CHOICE, notes: "bien cocida" });

    expect(orderLineSchema.parse(line)).toEqual({
      productId: "pizza",
      presentationId: "large",
      name: "Pizza (Familiar)",
      quantity: 2,
      unitPrice: 4990,
      modifiers: [
        {
          ...{ modifierId: "dough", name: "Masa" },
          options: [{ optionId: "cheese", name: "Borde de queso", price: 790, quantity: 1 }],
        },
        {
          ...{ modifierId: "extras", name: "Extras" },
          options: [
            { optionId: "olives", name: "Aceitunas", price: 300, quantity: 1 },
            { optionId: "bacon", name: "Tocino", price: 650, quantity: 1 },
          ],
        },
      ],
      notes: "bien cocida",
    });
    expect(line && lineTotal(line)).toBe(2 * (4990 + 790 + 300 + 650));
  });

  it("of a product without choices has the product's price", () => {
    expect(priceLine(WATER, { options: [], quantity: 3 }).line).toEqual({
      ...{ productId: "water", name: "Agua", quantity: 3, unitPrice: 500, modifiers: [] },
    });
  });

  it("is priced anew from the choice that it was made of", () => {
    const { line } = priceLine(PIZZA, { ...CHOICE, notes: "x" });
    if (line === undefined) throw new Error("the choice is allowed");
    expect(priceLine(PIZZA, choiceOf({ ...line, unitPrice: 1, name: "cheap" }))).toEqual({ line });
    expect(priceLine({ ...PIZZA, isAvailable: false }, choiceOf(line))).toEqual({
      problem: { kind: "unavailable" },
    });
  });

  const dough = { kind: "modifier", modifierId: "dough" };
  const extras = { kind: "modifier", modifierId: "extras" };
  it.each([
    ["no presentation", { presentationId: undefined }, { kind: "presentation" }],
    ["a presentation that there is not", { presentationId: "huge" }, { kind: "presentation" }],
    ["too few options", { options: [] }, dough],
    ["too many options", { options: [thin, cheese] }, dough],
    ["more than the maximum", { options: [thin, ...["olives", "bacon", "ham"].map(extra)] }, extras],
    ["an option twice", { options: [thin, extra("ham"), extra("ham")] }, extras],
    ["an option of another modifier", { options: [thin, extra("cheese")] }, extras],
    [
      "a modifier that there is not",
      { options: [thin, { modifierId: "free", optionId: "x" }] },
      { kind: "modifier", modifierId: "free" },
    ],
    ["no pieces", { quantity: 0 }, { kind: "quantity" }],
    ["a part of a piece", { quantity: 1.5 }, { kind: "quantity" }],
    ["too many pieces", { quantity: MOST_PIECES + 1 }, { kind: "quantity" }],
  ])("with %s is not made", (_, change, problem) => {
    expect(priceLine(PIZZA, { ...CHOICE, ...change })).toEqual({ problem });
  });

  it("with a presentation of a product that has none is not made", () => {
    expect(priceLine(WATER, { presentationId: "large", options: [], quantity: 1 })).toEqual({
      problem: { kind: "presentation" },
    });
  });
});
