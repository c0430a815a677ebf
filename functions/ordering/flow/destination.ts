import type { DeliveryZone } from "../../restaurant/restaurant.ts";
import { findZone } from "../../restaurant/zones.ts";
import type { OrderingState, UserLocation } from "../state.ts";
import { checkOut } from "./checkout.ts";
import { ask, type Flow, notice } from "./flow.ts";

/** A location was shared, or an address typed. */
export async function goTo(flow: Flow, { street, coordinates }: UserLocation): Promise<void> {
  const zones = await flow.catalogue.zones(flow.branch, flow.work);
  flow.state.delivery_method = "delivery";
  flow.state.user_location = {
    street,
    ...(coordinates && { coordinates }),
    ...named(findZone(zones, { coordinates, address: street })),
  };
  await checkOut(flow);
}

/** The zone was chosen from the list. */
export async function chooseZone(flow: Flow, zoneId: string): Promise<void> {
  const { user_location: location } = flow.state;
  if (location === null) {
    notice(flow, flow.texts.staleChoice);
    return await checkOut(flow);
  }
  const zone = zonesToChoose(await flow.catalogue.zones(flow.branch, flow.work), location).find(
    ({ id }) => id === zoneId,
  );
  if (zone === undefined) notice(flow, flow.texts.staleChoice);
  else flow.state.user_location = { ...location, ...named(zone) };
  await checkOut(flow);
}

/** None of the zones is meant: nothing is delivered there. */
export function refuseDestination(flow: Flow): void {
  ask(flow, "awaiting_location");
  flow.state.user_location = null;
  flow.screen = { kind: "outside" };
}

export function askOtherAddress(flow: Flow): void {
  flow.state.delivery_method = "delivery";
  flow.state.user_location = null;
  ask(flow, "awaiting_location");
}

/** A place on the map is in a zone that has a map or in none of these; which zone an address is in can be asked. */
export function zonesToChoose(
  zones: readonly DeliveryZone[],
  { coordinates }: UserLocation,
): readonly DeliveryZone[] {
  return coordinates === undefined ? zones : zones.filter(({ area }) => area.length === 0);
}

/** The zone that the order is delivered to; undefined when it is not delivered, or the zone is not known (any more). */
export async function zoneOf(
  flow: Flow & { readonly state: OrderingState },
): Promise<DeliveryZone | undefined> {
  const { delivery_method, user_location } = flow.state;
  if (delivery_method !== "delivery" || user_location?.zoneId === undefined) return undefined;
  const zones = await flow.catalogue.zones(flow.branch, flow.work);
  return zones.find(({ id }) => id === user_location.zoneId);
}

function named(zone: DeliveryZone | undefined) {
  return zone && { zoneId: zone.id, zoneName: zone.name };
}
