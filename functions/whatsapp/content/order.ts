import * as z from "zod/mini";
import type { TurnInput } from "../../turns/contract.ts";
import { decimalNumber, identifierText, ifUsable } from "../fields.ts";
import { defined } from "../json.ts";
import { joined, labelled, listed, rendererOf } from "./rendered.ts";

const orderSchema = z.object({
  order: z.object({ text: ifUsable(z.string()), product_items: z.array(z.unknown()) }),
});

const productSchema = z.object({
  product_retailer_id: identifierText,
  quantity: decimalNumber,
  item_price: ifUsable(decimalNumber),
  currency: ifUsable(z.string()),
});

const lineSchema = z.object({
  product_retailer_id: identifierText,
  quantity: z.pipe(decimalNumber, z.int().check(z.gte(1))),
});

/** A catalogue basket: `[Order] 3 x HAMBURGER (30.00 ILS), 1 x SODA (10.00 ILS) no ice please`. */
export const renderOrder = rendererOf(orderSchema, ({ order }) => {
  if (order.product_items.length === 0) return undefined;
  const content = labelled("Order", listed(", ", order.product_items, productText), order.text);
  return defined({ content, input: basketOf(order.product_items) });
});

/** More lines than any basket of WhatsApp holds; bounds the turn's size. */
const MAX_LINES = 100;

/** The lines that can be read. The bot shows the cart that it makes of them, so a missing one is seen. */
function basketOf(products: readonly unknown[]): TurnInput | undefined {
  const lines = products.slice(0, MAX_LINES).flatMap((raw) => {
    const parsed = z.safeParse(lineSchema, raw);
    return parsed.success
      ? [{ productId: parsed.data.product_retailer_id, quantity: parsed.data.quantity }]
      : [];
  });
  return lines.length === 0 ? undefined : { kind: "basket", lines };
}

/** A line that cannot be read is shown as such: an order with a line missing looks like a complete one. */
function productText(raw: unknown): string {
  const parsed = z.safeParse(productSchema, raw);
  if (!parsed.success) return "(unreadable line)";
  const { product_retailer_id: product, quantity, item_price: price, currency } = parsed.data;
  const each = price === undefined ? "" : `(${joined(" ", [price.toFixed(2), currency])})`;
  return joined(" ", [`${quantity} x ${product}`, each]);
}
