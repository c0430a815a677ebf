import type { OrderDraft, PlacedOrder } from "./order.ts";

/** Which restaurant branch is asked: what every call to CartaAI needs. */
export interface Branch {
  readonly subDomain: string;
  readonly localId?: string;
}

/** What the caller knows of the work that a call is part of. */
export interface WorkContext {
  /** Epoch milliseconds by which the answer has to be there. */
  readonly deadline?: number;
  readonly correlationId?: string;
}

export interface MenuProduct {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Minor units; where presentations differ, the lowest. */
  readonly price: number;
  readonly imageUrl?: string;
  readonly isAvailable: boolean;
}

export interface MenuCategory {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly products: readonly MenuProduct[];
}

export interface Menu {
  readonly categories: readonly MenuCategory[];
}

export interface Presentation {
  readonly id: string;
  readonly name: string;
  /** Minor units; absolute, in place of the product's. */
  readonly price: number;
}

export interface Modifier {
  readonly id: string;
  readonly name: string;
  readonly minSelections: number;
  readonly maxSelections: number;
  /** Prices in minor units, added to the product's. */
  readonly options: readonly { readonly id: string; readonly name: string; readonly price: number }[];
}

export interface ProductDetails extends MenuProduct {
  readonly presentations: readonly Presentation[];
  readonly modifiers: readonly Modifier[];
}

export interface DeliveryZone {
  readonly id: string;
  readonly name: string;
  /** Minor units. */
  readonly fee: number;
  /** Minor units, of the lines without delivery. */
  readonly minimumOrder: number;
  /** From here on delivery is free; minor units. */
  readonly freeFrom?: number;
  /** Minutes. */
  readonly estimatedTime: number;
  /** The corners of the polygon; empty when the zone has no map. */
  readonly area: readonly { readonly latitude: number; readonly longitude: number }[];
}

/** What a restaurant sells and where it delivers. From CartaAI, or the sample restaurant that comes with the project. */
export interface Catalogue {
  /** @throws {RestaurantError} */
  menu(branch: Branch, context: WorkContext): Promise<Menu>;
  /** Undefined when there is no such product, or it is not sold any more. */
  product(branch: Branch, productId: string, context: WorkContext): Promise<ProductDetails | undefined>;
  zones(branch: Branch, context: WorkContext): Promise<readonly DeliveryZone[]>;
}

/** The orders that a customer has placed. */
export interface OrderReader {
  /**
   * The customer's orders, latest first.
   *
   * @throws {RestaurantError}
   */
  recent(branch: Branch, phone: string, context: WorkContext): Promise<readonly RecentOrder[]>;
  /**
   * Undefined when the branch has no such order.
   *
   * @throws {RestaurantError}
   */
  read(branch: Branch, orderId: string, context: WorkContext): Promise<PlacedOrder | undefined>;
}

export interface Orders extends OrderReader {
  /**
   * Creates the order. Called twice, there are two: whoever places an order goes through the `OrderDesk`.
   *
   * @throws {RestaurantError} whose `outcome` tells whether it may have been created nevertheless
   */
  place(branch: Branch, draft: OrderDraft, context: WorkContext): Promise<PlacedOrder>;
}

export interface RecentOrder extends PlacedOrder {
  /** What tells an order of ours from another one of the same customer; as far as CartaAI shows it. */
  readonly lines: readonly {
    readonly productId: string;
    readonly presentationId?: string | undefined;
    readonly quantity: number;
  }[];
}
