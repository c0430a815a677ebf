import * as z from "zod/mini";
import type { DeliveryZone } from "../restaurant.ts";
import { id, ifReadable, name, price } from "./fields.ts";
import type { ReadItems } from "./read-items.ts";

const zoneSchema = z.object({
  _id: id,
  zoneName: name,
  deliveryCost: price,
  minimumOrder: ifReadable(price),
  estimatedTime: ifReadable(z.number().check(z.gte(0))),
  allowsFreeDelivery: ifReadable(z.boolean()),
  minimumForFreeDelivery: ifReadable(price),
  // All corners or none: without one of them the map would be another one.
  coordinates: ifReadable(
    z
      .array(
        z.object({
          latitude: z.number().check(z.gte(-90), z.lte(90)),
          longitude: z.number().check(z.gte(-180), z.lte(180)),
        }),
      )
      .check(z.minLength(3)),
  ),
});

export function readZones(data: readonly unknown[], readItems: ReadItems): DeliveryZone[] {
  return readItems("zone", zoneSchema, data).map(toZone);
}

function toZone(zone: z.output<typeof zoneSchema>): DeliveryZone {
  const { allowsFreeDelivery = false, minimumForFreeDelivery: freeFrom, coordinates = [] } = zone;
  return {
    id: zone._id,
    name: zone.zoneName,
    fee: zone.deliveryCost,
    minimumOrder: zone.minimumOrder ?? 0,
    ...(allowsFreeDelivery && freeFrom !== undefined && { freeFrom }),
    estimatedTime: zone.estimatedTime ?? 0,
    area: coordinates,
  };
}
