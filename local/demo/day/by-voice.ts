import { photographed, spoken, tap } from "../as-sent.ts";
import { one, says } from "../items.ts";
import type { Delivery, ExpectedOrder } from "../scenario.ts";
import { EMILY } from "./people.ts";

const RAMEN = { id: "ramen001", name: "Chashu ramen", quantity: 2, price: 36, notes: "Miso" };

/** Voice notes and a picture, which models turn into text. */
export const BY_VOICE: readonly Delivery[] = [
  one(
    "Emily sends a photo",
    says(
      EMILY,
      "emily-photo",
      photographed("Do you have this one?"),
      "[Image] Do you have this one? A bowl of ramen with pork and an egg.",
    ),
  ),
  one(
    "Emily orders by voice",
    says(
      EMILY,
      "emily-voice",
      spoken("Two of the chashu bowls with miso, and I will come by for them."),
      "[Audio message] Two of the chashu bowls with miso, and I will come by for them.",
    ),
    {
      leaves: {
        intent: "payment",
        step: "awaiting_payment",
        context: { selectedItems: [RAMEN], orderTotal: 72 },
      },
    },
  ),
  one("Emily pays in cash", says(EMILY, "emily-cash", tap("Cash"), "[List] Cash")),
  one(
    "Emily confirms by voice",
    says(EMILY, "emily-confirms", spoken("Yes please."), "[Audio message] Yes please."),
    { leaves: { intent: "idle", step: "order_placed", context: { selectedItems: [], orderTotal: 0 } } },
  ),
].map((delivery) => ({ ...delivery, needsModels: true }));

export const EMILYS_ORDER: ExpectedOrder = {
  customer: EMILY,
  phone: "+12025550147",
  items: [{ productId: "ramen001", quantity: 2, options: ["opt-miso"] }],
  type: "pickup",
  paymentMethod: "cash",
  deliveryCost: 0,
  total: 72,
  needsModels: true,
};
