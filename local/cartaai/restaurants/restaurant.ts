/** A sample restaurant. Prices in the currency's major unit with two decimals, as CartaAI has them. */
export interface Restaurant {
  readonly subDomain: string;
  readonly name: string;
  readonly botId: string;
  readonly localId: string;
  /** What its order numbers start with. */
  readonly orderPrefix: string;
  readonly categories: readonly Category[];
  readonly zones: readonly Zone[];
}

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly products: readonly Product[];
}

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly price: number;
  /** Default true. */
  readonly isAvailable?: boolean;
  /** Minutes. */
  readonly preparationTime?: number;
  /** A presentation's price stands in place of the product's. */
  readonly presentations?: readonly Choice[];
  readonly modifiers?: readonly Modifier[];
}

export interface Modifier {
  readonly id: string;
  readonly name: string;
  readonly minSelections: number;
  readonly maxSelections: number;
  /** An option's price comes on top of the product's. */
  readonly options: readonly Choice[];
}

export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly price: number;
}

export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly deliveryCost: number;
  readonly minimumOrder: number;
  /** Minutes. */
  readonly estimatedTime: number;
  /** The order's worth from which delivery is free; never free if missing. */
  readonly freeFrom?: number;
  /** The corners of a polygon, in order. */
  readonly coordinates: readonly Coordinates[];
}
