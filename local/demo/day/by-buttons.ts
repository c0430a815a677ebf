import { tap } from "../as-sent.ts";
import { one, says } from "../items.ts";
import { place } from "../message-content.ts";
import type { Delivery, ExpectedOrder } from "../scenario.ts";
import { ANA } from "./people.ts";

const LOMO = { id: "prod004", name: "Lomo saltado", quantity: 1, price: 42.9 };

/** From the greeting to the order number without typing a word. */
export const BY_BUTTONS: readonly Delivery[] = [
  one("Ana taps a button", says(ANA, "ana-menu", tap("Ver la carta"), "[Button] Ver la carta"), {
    leaves: { intent: "menu", step: "browsing_menu", context: { selectedItems: [], orderTotal: 0 } },
  }),
  one("Ana picks from a list", says(ANA, "ana-mains", tap("Platos de fondo"), "[List] Platos de fondo")),
  one(
    "Ana picks a dish",
    says(
      ANA,
      "ana-dish",
      tap("Lomo saltado"),
      "[List] Lomo saltado - S/ 42.90 · Lomo fino al wok con cebolla y tomate",
    ),
    { leaves: { intent: "order", step: "awaiting_extras", context: { selectedItems: [] } } },
  ),
  one("Ana has rice with it", says(ANA, "ana-rice", tap("Arroz blanco"), "[List] Arroz blanco")),
  one("Ana has fries with it", says(ANA, "ana-fries", tap("Papas fritas"), "[List] Papas fritas")),
  one("Ana wants one of it", says(ANA, "ana-one", tap("1"), "[Button] 1"), {
    leaves: {
      intent: "order",
      step: "cart",
      context: { selectedItems: [{ ...LOMO, notes: "Arroz blanco, Papas fritas" }], orderTotal: 42.9 },
    },
  }),
  one("Ana orders", says(ANA, "ana-orders", tap("Pedir"), "[Button] Pedir")),
  one("Ana has it delivered", says(ANA, "ana-delivery", tap("Delivery"), "[Button] Delivery"), {
    leaves: { intent: "delivery", step: "awaiting_location", context: { currentOrderId: "" } },
  }),
  one(
    "Ana shares a location",
    says(
      ANA,
      "ana-location",
      place(-12.1211, -77.0297, "Parque Kennedy", "Av. Larco, Miraflores"),
      "[Location] Parque Kennedy, Av. Larco, Miraflores (-12.1211, -77.0297)",
    ),
    {
      leaves: {
        intent: "payment",
        step: "awaiting_payment",
        context: {
          orderTotal: 47.9,
          deliveryAddress: {
            street: "Parque Kennedy, Av. Larco, Miraflores",
            city: "Miraflores",
            notes: "-12.1211, -77.0297",
          },
        },
      },
    },
  ),
  one("Ana pays by card", says(ANA, "ana-card", tap("Tarjeta"), "[List] Tarjeta")),
  one("Ana confirms", says(ANA, "ana-confirms", tap("Confirmar"), "[Button] Confirmar"), {
    leaves: {
      intent: "idle",
      step: "order_placed",
      context: {
        selectedItems: [],
        orderTotal: 0,
        deliveryAddress: { street: "", city: "", notes: "" },
        paymentMethod: null,
      },
    },
  }),
];

export const ANAS_ORDER: ExpectedOrder = {
  customer: ANA,
  phone: "+51900000101",
  items: [{ productId: "prod004", quantity: 1, options: ["opt-arroz", "opt-papas"] }],
  type: "delivery",
  paymentMethod: "card",
  deliveryCost: 5,
  total: 47.9,
};
