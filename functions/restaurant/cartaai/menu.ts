import * as z from "zod/mini";
import type { Menu, MenuCategory, MenuProduct } from "../restaurant.ts";
import { id, ifReadable, list, name, optionalText, optionalUrl, price } from "./fields.ts";
import type { ReadItems } from "./read-items.ts";

const menuSchema = z.object({ categories: z.array(z.unknown()) });
const categorySchema = z.object({
  id,
  name,
  description: optionalText,
  position: ifReadable(z.number()),
  products: list,
});
const productSchema = z.object({
  id,
  name,
  description: optionalText,
  basePrice: price,
  imageUrl: optionalUrl,
  isAvailable: ifReadable(z.boolean()),
});

/** Categories in the restaurant's order; those without a product are left out. Undefined when it is no menu at all. */
export function readMenu(data: unknown, readItems: ReadItems): Menu | undefined {
  const menu = z.safeParse(menuSchema, data);
  if (!menu.success) return undefined;
  const categories = readItems("category", categorySchema, menu.data.categories)
    .toSorted((one, other) => (one.position ?? Infinity) - (other.position ?? Infinity) || 0)
    .map(({ products, ...category }) =>
      toCategory(category, readItems("product", productSchema, products).map(toProduct)),
    );
  return { categories: categories.filter(({ products }) => products.length > 0) };
}

function toCategory(
  { id, name, description }: Omit<z.output<typeof categorySchema>, "products">,
  products: readonly MenuProduct[],
): MenuCategory {
  return { id, name, ...(description !== undefined && { description }), products };
}

function toProduct(product: z.output<typeof productSchema>): MenuProduct {
  const { id, name, description, basePrice, imageUrl, isAvailable = true } = product;
  return {
    ...{ id, name, price: basePrice, isAvailable },
    ...(description !== undefined && { description }),
    ...(imageUrl !== undefined && { imageUrl }),
  };
}
