import { describeError } from "../observability/describe-error.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import { createRefreshingCache, type RefreshingCache } from "./refreshing-cache.ts";
import type {
  Branch,
  Catalogue,
  DeliveryZone,
  Menu,
  MenuProduct,
  Modifier,
  Presentation,
  ProductDetails,
  WorkContext,
} from "./restaurant.ts";

/** What a product's details say that the menu does not. */
export interface Details {
  /** Minor units, where there are no presentations. */
  readonly price: number;
  readonly presentations: readonly Presentation[];
  readonly modifiers: readonly Modifier[];
}

/** Where a catalogue comes from, asked anew each time. All throw {RestaurantError}. */
export interface CatalogueSource {
  menu(branch: Branch, context: WorkContext): Promise<Menu>;
  /** Undefined when there is no such product. */
  details(branch: Branch, productId: string, context: WorkContext): Promise<Details | undefined>;
  zones(branch: Branch, context: WorkContext): Promise<readonly DeliveryZone[]>;
}

export interface CatalogueOptions {
  readonly telemetry: Telemetry;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

const SECOND = 1000;
const MAX_AGE = 15 * 60 * SECOND;
/** A restaurant that does not answer holds up one customer in half a minute, not each. */
const PAUSE = 30 * SECOND;
/** Branches, and products of all branches: some megabytes at the most. */
const MOST_BRANCHES = 200;
const MOST_PRODUCTS = 2000;

/**
 * Remembers menus, zones and products for 15 minutes; beyond that for as long as the restaurant does not answer. Staff
 * who change a price see it after that time. The memory is this execution environment's alone.
 */
export function createCatalogue(source: CatalogueSource, options: CatalogueOptions): Catalogue {
  const { telemetry, clock = Date.now } = options;

  function cache<Value>(kind: string, maxEntries: number): RefreshingCache<Value> {
    const onStale = (_: string, error: unknown) => {
      telemetry.count("CatalogueServedStale");
      telemetry.warn("Restaurant does not answer, using what is known", { kind, ...describeError(error) });
    };
    return createRefreshingCache({ maxAge: MAX_AGE, pause: PAUSE, maxEntries, onStale, clock });
  }

  const menus = cache<Menu>("menu", MOST_BRANCHES);
  const zones = cache<readonly DeliveryZone[]>("zones", MOST_BRANCHES);
  const products = cache<Details | undefined>("product", MOST_PRODUCTS);
  const menuOf = (branch: Branch, context: WorkContext) =>
    menus.get(keyOf(branch), () => source.menu(branch, context));

  return {
    menu: menuOf,
    zones: (branch, context) => zones.get(keyOf(branch), () => source.zones(branch, context)),
    async product(branch, productId, context) {
      // The menu first: ids come from customers, and what is not on it is not worth a call.
      const listed = findProduct(await menuOf(branch, context), productId);
      if (listed === undefined) return undefined;
      const load = () => source.details(branch, productId, context);
      const details = await products.get(keyOf(branch, productId), load);
      return details && withDetails(listed, details);
    },
  };
}

/** The first product of that id; one may stand in several categories. */
export function findProduct({ categories }: Menu, productId: string): MenuProduct | undefined {
  return categories.flatMap(({ products }) => products).find(({ id }) => id === productId);
}

export function withDetails(listed: MenuProduct, details: Details): ProductDetails {
  const { price, presentations, modifiers } = details;
  const prices = presentations.map((presentation) => presentation.price);
  return { ...listed, price: prices.length > 0 ? Math.min(...prices) : price, presentations, modifiers };
}

function keyOf({ subDomain, localId }: Branch, productId?: string): string {
  return JSON.stringify([subDomain, localId, productId]);
}
