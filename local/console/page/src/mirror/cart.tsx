import { useState } from "react";
import * as z from "zod/mini";
import type { Mirror } from "../../../api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { JsonView } from "../ui/json-view.tsx";

/** CartaAI's `context.selectedItems`; anything else is shown as it is. */
const itemsSchema = z.array(
  z.looseObject({ name: z.string(), quantity: z.number(), price: z.optional(z.number()) }),
);

export function Cart({ cart }: { readonly cart: unknown }) {
  if (cart === undefined || cart === null) return null;
  const parsed = itemsSchema.safeParse(cart);
  if (!parsed.success) return <JsonView label="Cart as JSON" value={cart} />;
  const items = parsed.data;
  if (items.length === 0) return null;
  return (
    <section className="card stack" aria-label="Cart">
      <h3>Cart</h3>
      <ul>
        {items.map(({ name, quantity, price }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines of a cart can be the same
          <li key={index} className="row spread">
            <span>
              {quantity} × {name}
            </span>
            {price !== undefined && <span>{(quantity * price).toFixed(2)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Orders({ orders }: { readonly orders: Mirror["orders"] }) {
  const [shown, setShown] = useState<Mirror["orders"][number]>();
  if (orders.length === 0) return null;
  return (
    <section className="card stack" aria-label="Linked orders">
      <h3>Linked orders</h3>
      <ul>
        {orders.map((order) => (
          <li key={order.id} className="row spread">
            <button type="button" className="button small" onClick={() => setShown(order)}>
              {order.number ?? order.id}
            </button>
            <span className="soft">{order.status ?? "unknown to CartaAI"}</span>
            {order.total !== undefined && <span>{order.total.toFixed(2)}</span>}
          </li>
        ))}
      </ul>
      {shown && (
        <Dialog title={`Order ${shown.number ?? shown.id}`} wide onClose={() => setShown(undefined)}>
          <JsonView label="The order as JSON" value={shown.record ?? shown} />
        </Dialog>
      )}
    </section>
  );
}
