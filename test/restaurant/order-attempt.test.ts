import { describe, expect, it } from "vitest";
import type { OrderLine } from "../../functions/restaurant/order.ts";
import { findPlaced, startAttempt } from "../../functions/restaurant/order-attempt.ts";
import type { RecentOrder } from "../../functions/restaurant/restaurant.ts";
import { draft } from "./restaurant-bench.ts";

const NOW = Date.parse("2026-05-04T12:00:00.000Z");
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

function line(productId: string, quantity: number, presentationId?: string): OrderLine {
  const rest = { name: productId, unitPrice: 500, modifiers: [] };
  return { productId, quantity, ...rest, ...(presentationId !== undefined && { presentationId }) };
}

const DRAFT = draft({ lines: [line("pizza", 2, "large"), line("water", 1)], total: 2000 });
const LINES = [
  { productId: "water", quantity: 1 },
  { productId: "pizza", presentationId: "large", quantity: 2 },
];

function shown(orderId: string, over: Partial<RecentOrder> = {}): RecentOrder {
  return { orderId, status: "pending", createdAt: at(0), total: 2000, lines: LINES, ...over };
}

const found = (orders: readonly RecentOrder[], before: readonly RecentOrder[] = []) =>
  findPlaced(DRAFT, startAttempt(before, NOW), orders)?.orderId;

describe("what an attempt has made", () => {
  it("is the order with its lines, in whatever order these are shown", () => {
    expect(found([shown("other", { lines: LINES.slice(1) }), shown("mine")])).toBe("mine");
  });

  it("is none of the orders that were there before, and none that is older by its own time", () => {
    expect(found([shown("before")], [shown("before")])).toBeUndefined();
    expect(found([shown("yesterday", { createdAt: at(-24 * 60) })])).toBeUndefined();
  });

  it("may be older by the time of a clock that is somewhat behind, or have no time", () => {
    expect(found([shown("mine", { createdAt: at(-5) })])).toBe("mine");
    const { createdAt: _, ...timeless } = shown("mine");
    expect(found([timeless])).toBe("mine");
    expect(found([timeless], [timeless])).toBeUndefined();
  });

  it.each([
    [
      "another quantity",
      [{ productId: "pizza", presentationId: "large", quantity: 3 }, ...LINES.slice(0, 1)],
    ],
    [
      "another presentation",
      [{ productId: "pizza", presentationId: "small", quantity: 2 }, ...LINES.slice(0, 1)],
    ],
    ["another line as well", [...LINES, { productId: "water", quantity: 1 }]],
  ])("is no order with %s", (_, lines) => {
    expect(found([shown("other", { lines })])).toBeUndefined();
  });

  it("is recognised where CartaAI shows no presentations", () => {
    const lines = LINES.map(({ productId, quantity }) => ({ productId, quantity }));
    expect(found([shown("mine", { lines })])).toBe("mine");
  });

  it("may have another total, as CartaAI works it out; of several orders the one with ours is taken", () => {
    expect(found([shown("mine", { total: 2500 })])).toBe("mine");
    expect(found([shown("other", { total: 2500 }), shown("mine"), shown("third", { total: 1 })])).toBe(
      "mine",
    );
  });

  it("is recognised by its total where CartaAI shows no lines", () => {
    expect(found([shown("mine", { lines: [] })])).toBe("mine");
    expect(found([shown("other", { lines: [], total: 2500 })])).toBeUndefined();
  });
});

describe("the record of an attempt", () => {
  it("leaves out what its time tells apart anyway, so that it stays small", () => {
    const orders = [
      shown("new"),
      ...Array.from({ length: 500 }, (_, day) => shown(`${day}`, { createdAt: at(-1440 * (day + 1)) })),
    ];
    expect(startAttempt(orders, NOW)).toEqual({ startedAt: at(0), knownOrderIds: ["new"] });
  });
});
