import { randomBytes } from "node:crypto";
import { deliveryCost, zoneNamedIn, zoneOf } from "./delivery.ts";
import type { OrderRequest } from "./order-request.ts";
import type { Restaurant, Zone } from "./restaurants/restaurant.ts";

export const ORDER_STATUSES = [
  "pending",
  "confirmed",
  "preparing",
  "ready",
  "dispatched",
  "delivered",
  "cancelled",
  "rejected",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** An order as the API shows it. Money in the major unit, times in ISO 8601. */
export interface Order extends OrderRequest {
  readonly _id: string;
  readonly orderNumber: string;
  readonly subDomain: string;
  readonly localId: string;
  readonly status: OrderStatus;
  readonly subtotal: number;
  readonly deliveryCost: number;
  readonly total: number;
  readonly estimatedDeliveryTime: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface OrderFilter {
  readonly subDomain: string;
  readonly localId: string;
  /** With or without its plus. */
  readonly phone?: string | undefined;
  readonly status?: string | undefined;
}

/** Minutes, when the restaurant's zones do not say. */
const USUAL_TIME = 30;

/** The orders of all restaurants. Creating one twice makes two. */
export class Orders {
  readonly #clock: () => number;
  readonly #orders = new Map<string, Order>();
  readonly #counts = new Map<string, number>();

  /** @param clock epoch milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  create(restaurant: Restaurant, request: OrderRequest): Order {
    const now = this.#clock();
    const quote = quoteFor(restaurant, request);
    const order: Order = {
      ...request,
      _id: randomBytes(12).toString("hex"),
      orderNumber: this.#nextNumber(restaurant),
      subDomain: restaurant.subDomain,
      localId: restaurant.localId,
      status: "pending",
      ...quote.money,
      estimatedDeliveryTime: new Date(now + quote.minutes * 60_000).toISOString(),
      createdAt: new Date(now).toISOString(),
      updatedAt: new Date(now).toISOString(),
    };
    this.#orders.set(order._id, order);
    return order;
  }

  find(orderId: string): Order | undefined {
    return this.#orders.get(orderId);
  }

  /** Newest first. */
  list({ subDomain, localId, phone, status }: OrderFilter): Order[] {
    return this.all()
      .filter((order) => order.subDomain === subDomain && order.localId === localId)
      .filter((order) => phone === undefined || digitsOf(order.customer.phone) === digitsOf(phone))
      .filter((order) => status === undefined || order.status === status)
      .reverse();
  }

  /** In the order of their creation. */
  all(): Order[] {
    return [...this.#orders.values()];
  }

  /** What the restaurant's staff do in their own application. Undefined when there is no such order. */
  setStatus(orderId: string, status: OrderStatus): Order | undefined {
    const order = this.#orders.get(orderId);
    if (order === undefined) return undefined;
    const updated = { ...order, status, updatedAt: new Date(this.#clock()).toISOString() };
    this.#orders.set(orderId, updated);
    return updated;
  }

  #nextNumber({ subDomain, orderPrefix }: Restaurant): string {
    const count = (this.#counts.get(subDomain) ?? 0) + 1;
    this.#counts.set(subDomain, count);
    return `${orderPrefix}-${String(count).padStart(5, "0")}`;
  }
}

function quoteFor({ zones }: Restaurant, { items, type, deliveryInfo }: OrderRequest) {
  const subtotal = sum(items.map((item) => item.quantity * (cents(item.unitPrice) + optionsOf(item)))) / 100;
  const zone = type.endsWith("delivery") && deliveryInfo ? destination(zones, deliveryInfo) : undefined;
  const delivery = zone === undefined ? 0 : deliveryCost(zone, subtotal);
  return {
    money: { subtotal, deliveryCost: delivery, total: (cents(subtotal) + cents(delivery)) / 100 },
    minutes: zone?.estimatedTime ?? USUAL_TIME,
  };
}

function destination(
  zones: readonly Zone[],
  { coordinates, address }: NonNullable<OrderRequest["deliveryInfo"]>,
): Zone | undefined {
  if (coordinates !== undefined) return zoneOf(zones, coordinates);
  return typeof address === "string" ? zoneNamedIn(zones, address) : undefined;
}

function optionsOf({ modifiers = [] }: OrderRequest["items"][number]): number {
  return sum(
    modifiers.flatMap(({ options }) => options.map((option) => option.quantity * cents(option.price))),
  );
}

function cents(amount: number): number {
  return Math.round(amount * 100);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, "");
}
