import { contains, type Place } from "./polygon.ts";
import type { DeliveryZone } from "./restaurant.ts";

/** Where an order goes: a location that was shared, an address that was typed, or both. */
export interface Destination {
  readonly coordinates?: Place | undefined;
  readonly address?: string | undefined;
}

/**
 * The zone that a destination lies in; undefined when there is none, or when it cannot be told.
 *
 * - A location decides by the map: the first zone, in the restaurant's order, that holds it. Outside every map only a zone
 *   that has none can still be meant.
 * - An address is in the zone whose name it mentions, of several the longest ("San Isidro Norte" before "San Isidro").
 * - Where nothing is mentioned, a restaurant's only zone is meant. Of several none is guessed: the cheapest would be at
 *   the restaurant's expense, so the customer is to be asked for a location or a district.
 */
export function findZone(
  zones: readonly DeliveryZone[],
  { coordinates, address }: Destination,
): DeliveryZone | undefined {
  const onMap = coordinates && zones.find(({ area }) => contains(area, coordinates));
  if (onMap !== undefined) return onMap;
  const possible = coordinates === undefined ? zones : zones.filter(({ area }) => area.length === 0);
  const mentioned = address === undefined ? undefined : mentionedIn(address, possible);
  if (mentioned !== undefined) return mentioned;
  const [only, another] = zones;
  return another === undefined && only !== undefined && possible.includes(only) ? only : undefined;
}

function mentionedIn(address: string, zones: readonly DeliveryZone[]): DeliveryZone | undefined {
  const words = ` ${wordsOf(address)} `;
  return zones
    .filter(({ name }) => wordsOf(name) !== "" && words.includes(` ${wordsOf(name)} `))
    .toSorted((one, other) => other.name.length - one.name.length)[0];
}

/** Small letters without accents, one space between words: "Jr. Unión, SAN ISIDRO" → "jr union san isidro". */
function wordsOf(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .join(" ");
}
