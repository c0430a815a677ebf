import { describe, expect, it } from "vitest";
import { type Shown, toConversationState } from "../../functions/ordering/conversation-state.ts";

const EMPTY: Shown = {
  current_intent: "",
  order_stage: "",
  current_step: "",
  workflow: "",
  cart: [],
  user_location: null,
  payment_method: null,
  delivery_method: null,
  customer_name: "",
  customer_phone: "",
  current_order_id: "",
  current_order_number: "",
  retry_count: 0,
  language: null,
  last_user_message: "",
  summary_total: 0,
};

const LINE = { productId: "p1", name: "Limonada", quantity: 2, unitPrice: 950, modifiers: [] };

const intentOf = (over: Partial<Shown>) => toConversationState({ ...EMPTY, ...over }, 0).intent;
const stepOf = (over: Partial<Shown>) => toConversationState({ ...EMPTY, ...over }, 0).step;

describe("the intent", () => {
  it.each(["menu", "order", "support", "info", "payment", "delivery"])(
    "is the explicit one: %s",
    (intent) => {
      expect(intentOf({ current_intent: intent, order_stage: "cart", cart: [LINE] })).toBe(intent);
    },
  );

  it.each([
    ["cart", "order"],
    ["selecting_items", "order"],
    ["customizing", "order"],
    ["awaiting_size", "order"],
    ["awaiting_extras", "order"],
    ["checkout", "delivery"],
    ["delivery", "delivery"],
    ["awaiting_location", "delivery"],
    ["payment", "payment"],
    ["awaiting_payment", "payment"],
    ["awaiting_phone", "payment"],
  ])("else follows from the stage: %s → %s", (order_stage, intent) => {
    expect(intentOf({ order_stage, workflow: "menu" })).toBe(intent);
    expect(intentOf({ order_stage, current_intent: "greeting" })).toBe(intent);
  });

  it("else from the workflow, else from the cart, else there is none", () => {
    expect(intentOf({ workflow: "menu", cart: [LINE] })).toBe("menu");
    expect(intentOf({ workflow: "order" })).toBe("order");
    expect(intentOf({ workflow: "other", cart: [LINE] })).toBe("order");
    expect(intentOf({ current_intent: "idle", order_stage: "confirming" })).toBe("idle");
  });
});

it("has the stage as its step, else the current step, else the initial one", () => {
  expect(stepOf({ order_stage: "cart", current_step: "welcome" })).toBe("cart");
  expect(stepOf({ current_step: "welcome" })).toBe("welcome");
  expect(stepOf({})).toBe("initial");
});

it("sends what has been emptied as empty, and leaves nothing out", () => {
  expect(toConversationState(EMPTY, 0).context).toEqual({
    selectedItems: [],
    orderTotal: 0,
    deliveryAddress: { street: "", city: "", notes: "" },
    paymentMethod: null,
    customerName: "",
    customerPhone: "",
    lastUserMessage: "",
    currentOrderId: "",
    retryCount: 0,
  });
});

it("sends amounts in the major unit, extras with their line, and coordinates with the address", () => {
  const extras = {
    modifierId: "m",
    name: "Extras",
    options: [{ optionId: "o", name: "Tocino", price: 650, quantity: 1 }],
  };
  const { context } = toConversationState(
    {
      ...EMPTY,
      cart: [{ ...LINE, modifiers: [extras], notes: "sin hielo" }],
      delivery_method: "delivery",
      user_location: {
        street: "Av. Larco 5",
        zoneName: "Miraflores",
        coordinates: { latitude: -12.1, longitude: -77 },
      },
    },
    3700,
  );
  expect(context).toMatchObject({
    selectedItems: [{ id: "p1", name: "Limonada", quantity: 2, price: 16, notes: "Tocino, sin hielo" }],
    orderTotal: 37,
    deliveryAddress: { street: "Av. Larco 5", city: "Miraflores", notes: "-12.1, -77" },
  });
});
