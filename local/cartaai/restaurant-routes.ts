import * as z from "zod/mini";
import { type Route, route } from "../http/routes.ts";
import { bodyOf, queryOf } from "./body.ts";
import { productSuccess, Refusal, success } from "./envelope.ts";
import { menuAnswer, productsAnswer, zonesAnswer } from "./menu.ts";
import type { CartaAIOperation } from "./operations.ts";
import { orderRequestSchema } from "./order-request.ts";
import { ORDER_STATUSES, type Orders } from "./orders.ts";
import type { Tenants } from "./tenants.ts";

const scopeSchema = z.object({ subDomain: z.string(), localId: z.optional(z.string()) });
const filterSchema = z.object({
  phone: z.optional(z.string()),
  status: z.optional(z.enum(ORDER_STATUSES)),
});

/** Menu, products and delivery zones. */
export function menuRoutes(tenants: Tenants): Route<CartaAIOperation>[] {
  return [
    route("readMenu", "GET", "/api/v1/menu2/bot-structure", (call) =>
      success(menuAnswer(scopedRestaurant(tenants, queryOf(scopeSchema, call)))),
    ),
    route("readProducts", "POST", "/api/v1/menu/getProductInMenu/{localId}/{subDomain}", (call) => {
      const { subDomain, localId } = call.parameters;
      const ids = bodyOf(z.array(z.string()), call);
      return productSuccess(productsAnswer(tenants.branch(subDomain, localId), ids));
    }),
    route("readZones", "GET", "/api/v1/delivery/zones/{subDomain}/{localId}", ({ parameters }) =>
      success(zonesAnswer(tenants.branch(parameters.subDomain, parameters.localId))),
    ),
  ];
}

export function orderRoutes(orders: Orders, tenants: Tenants): Route<CartaAIOperation>[] {
  return [
    route("createOrder", "POST", "/api/v1/order", (call) => {
      const restaurant = scopedRestaurant(tenants, queryOf(scopeSchema, call));
      const order = orders.create(restaurant, bodyOf(orderRequestSchema, call));
      return success(order, "Order created", 201);
    }),
    route("readOrder", "GET", "/api/v1/order/get-order/{orderId}", ({ parameters }) => {
      const order = orders.find(parameters.orderId);
      if (order === undefined) throw new Refusal(404, "Order not found");
      return success(order);
    }),
    route("listOrders", "GET", "/api/v1/order/filled-orders/{subDomain}/{localId}", (call) => {
      const { subDomain, localId } = call.parameters;
      tenants.branch(subDomain, localId);
      return success(orders.list({ subDomain, localId, ...queryOf(filterSchema, call) }));
    }),
  ];
}

function scopedRestaurant(tenants: Tenants, { subDomain, localId }: z.output<typeof scopeSchema>) {
  return localId ? tenants.branch(subDomain, localId) : tenants.restaurant(subDomain);
}
