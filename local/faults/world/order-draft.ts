import type { OrderDraft } from "../../../functions/restaurant/order.ts";

/** Whom an order is for who is known by user id alone. CartaAI keeps orders by number. */
const NO_PHONE = "+51900000000";

/** What the bot wants ordered in a turn; the order can be told by its notes. */
export function draftFor(turn: string, phone: string | undefined): OrderDraft {
  const quantity = quantityFor(turn);
  const unitPrice = 3690;
  return {
    customer: { name: "Ana", phone: phone ?? NO_PHONE },
    lines: [
      {
        productId: "prod006",
        presentationId: "prod006-mediana",
        name: "Pizza margarita (Mediana)",
        quantity,
        unitPrice,
        modifiers: [],
      },
    ],
    type: "pickup",
    paymentMethod: "cash",
    total: quantity * unitPrice,
    notes: turn,
  };
}

/** Two conversations of one number that order the same at the same moment are beyond what CartaAI can tell apart. */
function quantityFor(turn: string): number {
  return 1 + [...turn].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973, 7);
}
