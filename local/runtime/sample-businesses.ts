import type { Business } from "../../functions/businesses/business.ts";
import { LA_TERRAZA } from "../cartaai/restaurants/la-terraza.ts";
import type { Restaurant } from "../cartaai/restaurants/restaurant.ts";
import { SUSHI_SAKURA } from "../cartaai/restaurants/sushi-sakura.ts";

/** The sample restaurants, with WhatsApp numbers of their own. */
export const SAMPLE_BUSINESSES = [
  businessOf(LA_TERRAZA, "106540352242922"),
  businessOf(SUSHI_SAKURA, "109876543210987"),
] as const satisfies readonly Business[];

function businessOf({ name, subDomain, localId, botId }: Restaurant, phoneNumberId: string) {
  return { phoneNumberId, name, subDomain, localId, botId };
}

/**
 * What the CartaAI stand-in has to know for these businesses: its sample restaurants, and for every other business
 * one with La Terraza's menu.
 */
export function restaurantsOf(
  businesses: readonly Business[],
  samples: readonly Restaurant[],
): readonly Restaurant[] {
  const known = new Set(samples.map(({ subDomain }) => subDomain));
  const others = businesses.filter(({ subDomain }) => !known.has(subDomain));
  return [
    ...samples,
    ...others.map(({ name, subDomain, localId = LA_TERRAZA.localId, botId = LA_TERRAZA.botId }) => ({
      ...LA_TERRAZA,
      name,
      subDomain,
      localId,
      botId,
    })),
  ];
}
