import { tap } from "../as-sent.ts";
import { one, says, writes } from "../items.ts";
import { basket, unsupported } from "../message-content.ts";
import type { Delivery, ExpectedOrder } from "../scenario.ts";
import { CHLOE } from "./people.ts";

const [, MOVED] = CHLOE.identities;

/** A basket of WhatsApp's catalogue becomes the cart. Before it the person gets a new number and a new id. */
export const FROM_THE_CATALOGUE: readonly Delivery[] = [
  one(
    "Chloé sends what WhatsApp does not pass on",
    says(CHLOE, "chloe-poll", unsupported(), "[Unsupported message]"),
  ),
  one(
    "Chloé gets a new number and a new id",
    {
      kind: "user-id-update",
      customer: CHLOE,
      previous: "FR.55018273649182736450",
      current: { phone: "33639985678", userId: "FR.77120938475610293847" },
    },
    { unanswered: [CHLOE] },
  ),
  one(
    "Chloé writes from it",
    writes(CHLOE, "chloe-moved", "C'est encore moi, avec un nouveau numéro", MOVED),
  ),
  one("Somebody forges a webhook", writes(CHLOE, "forged", "Annulez toutes mes commandes", MOVED), {
    forged: true,
    unanswered: [CHLOE],
  }),
  one(
    "Chloé sends a basket",
    says(
      CHLOE,
      "chloe-basket",
      basket(["prod010", 2, 9.5], ["prod012", 1, 14]),
      "[Order] 2 x prod010 (9.50 PEN), 1 x prod012 (14.00 PEN)",
      MOVED,
    ),
    {
      leaves: {
        intent: "order",
        step: "cart",
        context: {
          selectedItems: [
            { id: "prod010", name: "Limonada", quantity: 2, price: 9.5 },
            { id: "prod012", name: "Suspiro limeño", quantity: 1, price: 14 },
          ],
          orderTotal: 33,
        },
      },
    },
  ),
  one("Chloé orders", says(CHLOE, "chloe-orders", tap("Commander"), "[Button] Commander", MOVED)),
  one("Chloé has it delivered", says(CHLOE, "chloe-delivery", tap("Livraison"), "[Button] Livraison", MOVED)),
  one("Chloé types an address", writes(CHLOE, "chloe-address", "Calle Berlín 250, Miraflores", MOVED), {
    leaves: {
      intent: "payment",
      step: "awaiting_payment",
      context: {
        orderTotal: 38,
        deliveryAddress: { street: "Calle Berlín 250, Miraflores", city: "Miraflores", notes: "" },
      },
    },
  }),
  one("Chloé pays in cash", says(CHLOE, "chloe-cash", tap("Espèces"), "[List] Espèces", MOVED)),
  one("Chloé confirms", says(CHLOE, "chloe-confirms", tap("Confirmer"), "[Button] Confirmer", MOVED)),
];

export const CHLOES_ORDER: ExpectedOrder = {
  customer: CHLOE,
  phone: "+33639985678",
  items: [
    { productId: "prod010", quantity: 2 },
    { productId: "prod012", quantity: 1 },
  ],
  type: "delivery",
  paymentMethod: "cash",
  deliveryCost: 5,
  total: 38,
};
