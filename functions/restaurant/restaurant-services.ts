import type { Transport } from "../cartaai/transport.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import { cartaaiCatalogue } from "./cartaai/catalogue-source.ts";
import { cartaaiOrders } from "./cartaai/orders.ts";
import { restaurantCall } from "./cartaai/restaurant-call.ts";
import { createCatalogue } from "./catalogue.ts";
import { createOrderDesk, type OrderDesk } from "./order-desk.ts";
import type { Catalogue, OrderReader } from "./restaurant.ts";

/** What the bot deals with, whichever restaurant is behind it. */
export interface Restaurant {
  readonly catalogue: Catalogue;
  readonly desk: OrderDesk;
  readonly orders: OrderReader;
}

export interface CartaAIRestaurantOptions {
  /** To CartaAI, behind a circuit breaker. */
  readonly call: Transport;
  /** Milliseconds after which a call that was never answered cannot be under way any more. */
  readonly settleAfter: number;
  readonly telemetry: Telemetry;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** Menu, zones and orders of CartaAI. Without CartaAI there is `createSampleRestaurant`. */
export function createCartaAIRestaurant({ call, ...options }: CartaAIRestaurantOptions): Restaurant {
  const restaurant = restaurantCall(call);
  const orders = cartaaiOrders(restaurant, options.telemetry);
  return {
    catalogue: createCatalogue(cartaaiCatalogue(restaurant, options.telemetry), options),
    desk: createOrderDesk(orders, options),
    orders,
  };
}
