import { says } from "../items.ts";
import { text } from "../message-content.ts";
import type { Customer, CustomerMessage } from "../scenario.ts";
import { ANA, CHLOE, EMILY, NOAH } from "./people.ts";

/** What each of them writes, with its number in place of the "#". */
const LINES: readonly (readonly [Customer, string])[] = [
  [EMILY, "Group order, line # of mine"],
  [NOAH, "Table for the office, note #"],
  [EMILY, "And number # for the late shift"],
  [CHLOE, "Commande du bureau, ligne # à ajouter"],
  [EMILY, "Extra wasabi for guest #"],
  [ANA, "Pedido de la oficina, línea #: sin ají"],
];

/**
 * People of an office who all write at once, so that Meta collects what they say into one webhook: of two restaurants,
 * in turns, every message different.
 */
export function groupOrder(messages: number): readonly CustomerMessage[] {
  return Array.from({ length: messages }, (_, index) => {
    const [customer, line] = LINES[index % LINES.length] ?? [EMILY, "#"];
    const words = line.replace("#", String(index + 1));
    const identity = customer.identities[customer === NOAH || customer === CHLOE ? 1 : 0];
    return says(customer, `group-order-${index + 1}`, text(words), words, identity);
  });
}
