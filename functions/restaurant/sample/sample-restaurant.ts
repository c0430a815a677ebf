import { createHash } from "node:crypto";
import type { PlacedOrder } from "../order.ts";
import type { Menu } from "../restaurant.ts";
import type { Restaurant } from "../restaurant-services.ts";
import { SAMPLE_CATEGORIES, SAMPLE_ZONES } from "./menu.ts";

const PREFIX = "sample-";
const ORDER_ID = /^sample-[0-9a-f]{12}$/;

/**
 * A restaurant that needs no CartaAI: every business sells the same, and orders are kept nowhere. An order's id comes from
 * what asked for it, so that placing it again gives the same one, and reading it needs no memory.
 */
export function createSampleRestaurant(): Restaurant {
  return {
    catalogue: {
      menu: async () => SAMPLE_MENU,
      product: async (_, productId) => PRODUCTS.get(productId),
      zones: async () => SAMPLE_ZONES,
    },
    desk: {
      place: async ({ key, draft }) => {
        const digest = createHash("sha256").update(key).digest("hex");
        return { ...orderOf(PREFIX + digest.slice(0, 12)), total: draft.total };
      },
    },
    orders: {
      recent: async () => [],
      read: async (_, orderId) => (ORDER_ID.test(orderId) ? orderOf(orderId) : undefined),
    },
  };
}

function orderOf(orderId: string): PlacedOrder {
  return { orderId, orderNumber: `S-${orderId.slice(-6).toUpperCase()}`, status: "confirmed" };
}

const SAMPLE_MENU: Menu = {
  categories: SAMPLE_CATEGORIES.map(({ products, ...category }) => ({
    ...category,
    products: products.map(({ presentations: _, modifiers: __, ...product }) => product),
  })),
};

const PRODUCTS = new Map(
  SAMPLE_CATEGORIES.flatMap(({ products }) => products).map((product) => [product.id, product]),
);
