import type { Coordinates, Zone } from "./restaurants/restaurant.ts";

/** The zone that a place lies in. */
export function zoneOf(zones: readonly Zone[], place: Coordinates): Zone | undefined {
  return zones.find(({ coordinates }) => contains(coordinates, place));
}

/** The zone that an address names, of several the longest; for an address that comes without a place on the map. */
export function zoneNamedIn(zones: readonly Zone[], address: string): Zone | undefined {
  const text = address.toLowerCase();
  return zones
    .filter(({ name }) => text.includes(name.toLowerCase()))
    .toSorted((one, other) => other.name.length - one.name.length)[0];
}

/** What delivery to a zone costs for goods of this worth, in the same unit. */
export function deliveryCost({ deliveryCost: cost, freeFrom }: Zone, worth: number): number {
  return freeFrom !== undefined && worth >= freeFrom ? 0 : cost;
}

/** Even-odd rule: a ray from the place crosses the polygon's outline an odd number of times. */
function contains(corners: readonly Coordinates[], { latitude, longitude }: Coordinates): boolean {
  let inside = false;
  let previous = corners.at(-1);
  for (const corner of corners) {
    if (previous !== undefined && corner.latitude > latitude !== previous.latitude > latitude) {
      const share = (latitude - corner.latitude) / (previous.latitude - corner.latitude);
      if (longitude < corner.longitude + share * (previous.longitude - corner.longitude)) inside = !inside;
    }
    previous = corner;
  }
  return inside;
}
