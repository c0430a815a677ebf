import * as z from "zod/mini";
import type { PlacedOrder } from "../order.ts";
import type { RecentOrder } from "../restaurant.ts";
import { id, ifReadable, list, name, orderId, price } from "./fields.ts";

/** An order as CartaAI shows it. Its id is demanded alone: the rest is not worth losing sight of an order for. */
export const orderAnswerSchema = z.object({
  _id: orderId,
  orderNumber: ifReadable(id),
  status: ifReadable(name),
  createdAt: ifReadable(z.iso.datetime({ offset: true })),
  total: ifReadable(price),
  subDomain: ifReadable(name),
  localId: ifReadable(id),
  customer: ifReadable(z.object({ phone: id })),
  items: list,
});
export type OrderAnswer = z.output<typeof orderAnswerSchema>;

/** An id, or the thing itself, where the server has filled it in. */
const reference = z.union([
  id,
  z.pipe(
    z.object({ _id: id }),
    z.transform(({ _id }) => _id),
  ),
]);

const lineSchema = z.object({
  productId: reference,
  presentationId: ifReadable(reference),
  quantity: z.int().check(z.gte(1)),
});

export function toPlacedOrder(answer: OrderAnswer): PlacedOrder {
  const { _id, orderNumber, status = "pending", createdAt, total } = answer;
  return {
    orderId: _id,
    ...(orderNumber !== undefined && { orderNumber }),
    status,
    ...(createdAt !== undefined && { createdAt }),
    ...(total !== undefined && { total }),
  };
}

/** With its lines, all or none: by a part of them an order would not be recognised. */
export function toRecentOrder(answer: OrderAnswer): RecentOrder {
  const lines = z.safeParse(z.array(lineSchema), answer.items);
  return { ...toPlacedOrder(answer), lines: lines.success ? lines.data : [] };
}
