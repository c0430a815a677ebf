import * as z from "zod/mini";
import type { Telemetry } from "../../observability/telemetry.ts";
import { RestaurantRefusedError } from "../errors.ts";
import type { Branch, Orders, RecentOrder } from "../restaurant.ts";
import { type OrderAnswer, orderAnswerSchema, toPlacedOrder, toRecentOrder } from "./order-answer.ts";
import { orderBody } from "./order-body.ts";
import { itemReader } from "./read-items.ts";
import { inBranch, type RestaurantCall, unreadable } from "./restaurant-call.ts";

/** Orders as CartaAI takes and shows them. */
export function cartaaiOrders(call: RestaurantCall, telemetry: Telemetry): Orders {
  return {
    async place(branch, draft, context) {
      const query = { ...inBranch(branch) };
      const data = await call("createOrder", { query, body: orderBody(draft) }, context);
      const order = z.safeParse(orderAnswerSchema, data);
      if (!order.success) throw unreadable("createOrder");
      return toPlacedOrder(order.data);
    },

    async recent(branch, phone, context) {
      const data = await call("listOrders", { ...inBranch(branch), query: { phone } }, context);
      if (!Array.isArray(data)) throw unreadable("listOrders");
      return itemReader(branch, telemetry)("order", orderAnswerSchema, data)
        .filter((order) => isOf(phone, order))
        .map(toRecentOrder)
        .toSorted(latestFirst);
    },

    async read(branch, orderId, context) {
      const data = await call("readOrder", { orderId }, context).catch(noneIfRefused);
      if (data === null) return undefined;
      const order = z.safeParse(orderAnswerSchema, data);
      if (!order.success) throw unreadable("readOrder");
      return isIn(branch, order.data) ? toPlacedOrder(order.data) : undefined;
    },
  };
}

/** A server version that passes over the filter would show everybody's orders. */
function isOf(phone: string, { customer }: OrderAnswer): boolean {
  return customer === undefined || digitsOf(customer.phone) === digitsOf(phone);
}

/** The route knows no branches, so an id that somebody made up could be of another restaurant. */
function isIn(
  branch: Branch,
  { subDomain = branch.subDomain, localId = branch.localId }: OrderAnswer,
): boolean {
  return subDomain === branch.subDomain && (branch.localId === undefined || localId === branch.localId);
}

/** That there is no such order comes as a 404, a 400 for an id of another shape, or an error envelope. */
function noneIfRefused(error: unknown): null {
  if (error instanceof RestaurantRefusedError) return null;
  throw error;
}

/** Those without a time keep their place after those with one: CartaAI itself lists the latest first. */
function latestFirst(one: RecentOrder, other: RecentOrder): number {
  return timeOf(other) - timeOf(one);
}

function timeOf({ createdAt }: RecentOrder): number {
  return createdAt === undefined ? 0 : Date.parse(createdAt);
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, "");
}
