import { SAMPLE_RESTAURANTS } from "../../../../cartaai/restaurants/index.ts";
import { LA_TERRAZA } from "../../../../cartaai/restaurants/la-terraza.ts";
import type { Coordinates, Product, Restaurant } from "../../../../cartaai/restaurants/restaurant.ts";

/** What the stand-in sells for a business: its own menu, or La Terraza's for one that it does not know. */
function restaurantOf(subDomain: string | undefined): Restaurant {
  return SAMPLE_RESTAURANTS.find((restaurant) => restaurant.subDomain === subDomain) ?? LA_TERRAZA;
}

export function productsOf(subDomain: string | undefined): readonly Product[] {
  return restaurantOf(subDomain).categories.flatMap(({ products }) => products);
}

/** By product id. */
export function productNames(subDomain: string | undefined): ReadonlyMap<string, string> {
  return new Map(productsOf(subDomain).map(({ id, name }) => [id, name]));
}

/** A place that the business delivers to: the middle of its first zone. */
export function samplePlace(subDomain: string | undefined): Coordinates {
  const corners = restaurantOf(subDomain).zones[0]?.coordinates ?? [];
  const middle = (pick: (corner: Coordinates) => number) =>
    Number((corners.reduce((sum, corner) => sum + pick(corner), 0) / Math.max(1, corners.length)).toFixed(5));
  return { latitude: middle(({ latitude }) => latitude), longitude: middle(({ longitude }) => longitude) };
}
