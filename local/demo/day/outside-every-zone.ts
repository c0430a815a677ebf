import { tap } from "../as-sent.ts";
import { one, says, writes } from "../items.ts";
import { place } from "../message-content.ts";
import type { Delivery, ExpectedOrder } from "../scenario.ts";
import { BEATRIZ } from "./people.ts";

/** Nobody delivers there: the customer comes and takes it, and the address is gone from CartaAI. */
export const OUTSIDE_EVERY_ZONE: readonly Delivery[] = [
  one("Beatriz wants something to drink", writes(BEATRIZ, "beatriz-drinks", "Quero 2 limonadas")),
  one("Beatriz orders", says(BEATRIZ, "beatriz-orders", tap("Pedir"), "[Button] Pedir")),
  one("Beatriz has it delivered", says(BEATRIZ, "beatriz-delivery", tap("Entrega"), "[Button] Entrega")),
  one(
    "Beatriz is outside every delivery zone",
    says(BEATRIZ, "beatriz-location", place(-12.0219, -77.1143), "[Location] (-12.0219, -77.1143)"),
    {
      leaves: {
        intent: "delivery",
        step: "awaiting_location",
        context: { orderTotal: 19, deliveryAddress: { street: "", city: "", notes: "" } },
      },
    },
  ),
  one(
    "Beatriz picks it up",
    says(BEATRIZ, "beatriz-pickup", tap("Retirar no local"), "[Button] Retirar no local"),
  ),
  one("Beatriz pays by card", says(BEATRIZ, "beatriz-card", tap("Cartão"), "[List] Cartão")),
  one("Beatriz confirms", says(BEATRIZ, "beatriz-confirms", tap("Confirmar"), "[Button] Confirmar"), {
    leaves: { intent: "idle", step: "order_placed", context: { selectedItems: [], paymentMethod: null } },
  }),
];

export const BEATRIZES_ORDER: ExpectedOrder = {
  customer: BEATRIZ,
  phone: "+5511900000606",
  items: [{ productId: "prod010", quantity: 2 }],
  type: "pickup",
  paymentMethod: "card",
  deliveryCost: 0,
  total: 19,
};
