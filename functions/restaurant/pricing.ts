import type { OrderLine } from "./order.ts";
import type { DeliveryZone } from "./restaurant.ts";

/** Amounts in minor units. */
export interface Totals {
  /** The lines without delivery. */
  readonly goods: number;
  readonly delivery: number;
  readonly total: number;
  /** What has to be added to the goods before the zone is delivered to. */
  readonly missing: number;
}

/** Minor units. Options come with each piece. */
export function lineTotal({ quantity, unitPrice, modifiers }: OrderLine): number {
  const options = modifiers.flatMap((modifier) => modifier.options);
  return quantity * (unitPrice + sum(options.map((option) => option.quantity * option.price)));
}

export function goodsTotal(lines: readonly OrderLine[]): number {
  return sum(lines.map(lineTotal));
}

/** What delivery of goods of this worth costs; minor units. */
export function deliveryFee({ fee, freeFrom }: DeliveryZone, goods: number): number {
  return freeFrom !== undefined && goods >= freeFrom ? 0 : fee;
}

/** What is missing to the least that the zone is delivered to for; minor units, 0 when that is reached. */
export function missingForDelivery({ minimumOrder }: DeliveryZone, goods: number): number {
  return Math.max(0, minimumOrder - goods);
}

/** @param zone that it is delivered to; none for what is eaten there or picked up */
export function totalsOf(lines: readonly OrderLine[], zone?: DeliveryZone): Totals {
  const goods = goodsTotal(lines);
  const delivery = zone === undefined ? 0 : deliveryFee(zone, goods);
  const missing = zone === undefined ? 0 : missingForDelivery(zone, goods);
  return { goods, delivery, total: goods + delivery, missing };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
