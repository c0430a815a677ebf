import type { Category, Modifier, Product, Restaurant, Zone } from "./restaurants/restaurant.ts";

/** The menu as a bot reads it: categories in order, products without their details. */
export function menuAnswer(restaurant: Restaurant) {
  return {
    categories: restaurant.categories.map(({ products, ...category }, position) => ({
      ...category,
      position,
      products: products.map(({ id, name, description, price, isAvailable = true, preparationTime }) => ({
        id,
        name,
        description,
        basePrice: price,
        isAvailable,
        ...(preparationTime !== undefined && { preparationTime }),
      })),
    })),
  };
}

/** Details of the products asked for that exist, in the order asked for. */
export function productsAnswer(restaurant: Restaurant, ids: readonly string[]) {
  const known = new Map(
    restaurant.categories.flatMap((category) =>
      category.products.map((product) => [product.id, productAnswer(product, category)] as const),
    ),
  );
  return ids.map((id) => known.get(id)).filter((product) => product !== undefined);
}

export function zonesAnswer(restaurant: Restaurant) {
  return restaurant.zones.map(zoneAnswer);
}

function productAnswer(product: Product, category: Category) {
  const { id, name, description, price, presentations = [], modifiers = [] } = product;
  return {
    _id: id,
    name,
    description,
    price,
    category: { _id: category.id, name: category.name },
    presentations: presentations.map(withUnderscore),
    modifiers: modifiers.map(modifierAnswer),
  };
}

function modifierAnswer({ options, ...modifier }: Modifier) {
  return { ...withUnderscore(modifier), options: options.map(withUnderscore) };
}

function zoneAnswer({ id, name, freeFrom, ...zone }: Zone) {
  return {
    _id: id,
    zoneName: name,
    ...zone,
    allowsFreeDelivery: freeFrom !== undefined,
    minimumForFreeDelivery: freeFrom ?? 0,
  };
}

/** The menu calls it `id`, everything else `_id`. */
function withUnderscore<Named extends { readonly id: string }>({ id, ...rest }: Named) {
  return { _id: id, ...rest };
}
