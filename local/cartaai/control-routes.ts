import * as z from "zod/mini";
import { jsonOf } from "../http/call.ts";
import { viewRoute } from "../http/control-routes.ts";
import { json } from "../http/reply.ts";
import { type Route, route } from "../http/routes.ts";
import type { Conversations } from "./conversations.ts";
import { ORDER_STATUSES, type Orders } from "./orders.ts";

const statusSchema = z.object({ status: z.enum(ORDER_STATUSES) });

/** `/__ledger`, `/__orders`, and `/__orders/{orderId}` (POST) by which the staff move an order on. */
export function cartaaiControlRoutes(conversations: Conversations, orders: Orders): Route<"control">[] {
  return [
    viewRoute("/__ledger", () => conversations.ledger()),
    viewRoute("/__orders", () => ({ orders: orders.all() })),
    route("control", "POST", "/__orders/{orderId}", (call) => {
      const wanted = z.safeParse(statusSchema, jsonOf(call));
      if (!wanted.success) return json(400, { error: `status: one of ${ORDER_STATUSES.join(", ")}` });
      const order = orders.setStatus(call.parameters.orderId, wanted.data.status);
      return order === undefined ? json(404, { error: "no such order" }) : json(200, order);
    }),
  ];
}
