import { one, says, writes } from "../items.ts";
import { numberChanged } from "../message-content.ts";
import type { Delivery, ExpectedOrder } from "../scenario.ts";
import { LUIS } from "./people.ts";

const [, MOVED] = LUIS.identities;

/** Free text, understood by the model; Meta repeats some of it. The number changes in between. */
export const IN_OWN_WORDS: readonly Delivery[] = [
  one("Meta delivers a message twice", writes(LUIS, "luis-table", "¿Tienen mesa para cuatro a las ocho?"), {
    repeated: "afterwards",
  }),
  // Nothing has changed by then: the answer is told to CartaAI, the state is not.
  one("Luis asks the same again", writes(LUIS, "luis-table-again", "¿Tienen mesa para cuatro a las ocho?")),
  one(
    "Meta delivers a message twice at the same moment",
    writes(LUIS, "luis-guests", "Somos dos adultos y dos niños, pero mejor pedimos a casa"),
    { repeated: "at-once" },
  ),
  one(
    "Luis gets a new number",
    says(
      LUIS,
      "luis-moves",
      numberChanged(LUIS.name, "51900000202", "51900000203"),
      "[System] User Luis Mamani Torres changed from 51900000202 to 51900000203",
    ),
    { unanswered: [LUIS] },
  ),
  one(
    "Luis orders in his own words, from the new number",
    writes(LUIS, "luis-orders", "Quisiera dos lomos saltados con arroz y papas, yo paso por ellos", MOVED),
    {
      repeated: "at-once",
      needsModels: true,
      leaves: {
        intent: "payment",
        step: "awaiting_payment",
        context: {
          selectedItems: [
            {
              id: "prod004",
              name: "Lomo saltado",
              quantity: 2,
              price: 42.9,
              notes: "Arroz blanco, Papas fritas",
            },
          ],
          orderTotal: 85.8,
          lastUserMessage: "Quisiera dos lomos saltados con arroz y papas, yo paso por ellos",
        },
      },
    },
  ),
  one("Luis pays with his phone", writes(LUIS, "luis-pays", "Les pago con Yape al llegar", MOVED), {
    needsModels: true,
    leaves: { intent: "order", step: "confirming", context: { paymentMethod: "yape", orderTotal: 85.8 } },
  }),
  one("Luis confirms, and Meta delivers it twice", writes(LUIS, "luis-confirms", "Sí, por favor", MOVED), {
    needsModels: true,
    repeated: "at-once",
    leaves: { intent: "idle", step: "order_placed", context: { selectedItems: [], orderTotal: 0 } },
  }),
];

export const LUISES_ORDER: ExpectedOrder = {
  customer: LUIS,
  phone: "+51900000203",
  items: [{ productId: "prod004", quantity: 2, options: ["opt-arroz", "opt-papas"] }],
  type: "pickup",
  paymentMethod: "yape",
  deliveryCost: 0,
  total: 85.8,
  needsModels: true,
};
