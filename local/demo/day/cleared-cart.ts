import { tap } from "../as-sent.ts";
import { one, says, writes } from "../items.ts";
import type { Delivery } from "../scenario.ts";
import { NOAH } from "./people.ts";

const [, SHOWN, BY_NUMBER] = NOAH.identities;
const RAMUNE = { id: "drink002", name: "Ramune", quantity: 2, price: 12.5 };
const TEA = { id: "drink001", name: "Green tea", quantity: 1, price: 7 };

/** A cart that is filled and emptied: it has to be empty in CartaAI too, which keeps what it is not told. */
export const CLEARED_CART: readonly Delivery[] = [
  one("Noah shows his number", writes(NOAH, "noah-shows", "You may have my number after all", SHOWN)),
  one(
    "Noah is known by the number alone",
    writes(NOAH, "noah-asks", "Is there a table by the window?", BY_NUMBER),
  ),
  one("Noah fills a cart", writes(NOAH, "noah-drinks", "2 ramune and 1 green tea", BY_NUMBER), {
    leaves: { intent: "order", step: "cart", context: { selectedItems: [RAMUNE, TEA], orderTotal: 32 } },
  }),
  one("Noah wants to change it", says(NOAH, "noah-changes", tap("Change"), "[Button] Change", BY_NUMBER)),
  one(
    "Noah empties it",
    says(NOAH, "noah-clears", tap("Empty the cart"), "[List] Empty the cart", BY_NUMBER),
    { leaves: { intent: "idle", step: "welcome", context: { selectedItems: [], orderTotal: 0 } } },
  ),
];
