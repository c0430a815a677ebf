import { toMajorUnits } from "../../../functions/restaurant/money.ts";
import type { DeliveryZone, ProductDetails } from "../../../functions/restaurant/restaurant.ts";
import { SAMPLE_CATEGORIES, SAMPLE_ZONES } from "../../../functions/restaurant/sample/menu.ts";
import type { Choice, Product, Restaurant, Zone } from "./restaurant.ts";

/** What the bot sells without CartaAI, as CartaAI has it. */
export const LA_TERRAZA: Restaurant = {
  subDomain: "la-terraza",
  name: "La Terraza",
  botId: "bot-la-terraza",
  localId: "local-miraflores",
  orderPrefix: "LT",
  categories: SAMPLE_CATEGORIES.map((category) => ({
    ...category,
    products: category.products.map(toProduct),
  })),
  zones: SAMPLE_ZONES.map(toZone),
};

function toProduct({ description = "", presentations, modifiers, ...product }: ProductDetails): Product {
  return {
    ...inMajorUnits(product),
    description,
    presentations: presentations.map(inMajorUnits),
    modifiers: modifiers.map(({ options, ...modifier }) => ({
      ...modifier,
      options: options.map(inMajorUnits),
    })),
  };
}

function toZone({ fee, minimumOrder, freeFrom, area, ...zone }: DeliveryZone): Zone {
  return {
    ...zone,
    deliveryCost: toMajorUnits(fee),
    minimumOrder: toMajorUnits(minimumOrder),
    ...(freeFrom !== undefined && { freeFrom: toMajorUnits(freeFrom) }),
    coordinates: area,
  };
}

function inMajorUnits<Priced extends Choice>(priced: Priced): Priced {
  return { ...priced, price: toMajorUnits(priced.price) };
}
