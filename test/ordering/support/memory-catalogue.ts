import type { PlacedOrder } from "../../../functions/restaurant/order.ts";
import type {
  Catalogue,
  DeliveryZone,
  Menu,
  OrderReader,
  ProductDetails,
  RecentOrder,
} from "../../../functions/restaurant/restaurant.ts";

type Product = Partial<ProductDetails> & Pick<ProductDetails, "id" | "name" | "price">;

/** A restaurant whose menu a test can change under the customer's feet. */
export interface MemoryRestaurant {
  readonly catalogue: Catalogue;
  readonly orders: OrderReader;
  readonly categories: { id: string; name: string; products: ProductDetails[] }[];
  zones: DeliveryZone[];
  readonly placed: Map<string, PlacedOrder>;
  readonly recent: RecentOrder[];
  /** Thrown by whatever is asked next. */
  failure: Error | undefined;
  change(productId: string, over: Partial<ProductDetails>): void;
}

export function product({
  presentations = [],
  modifiers = [],
  isAvailable = true,
  ...rest
}: Product): ProductDetails {
  return { ...rest, presentations, modifiers, isAvailable };
}

export const PIZZA_SIZES = (id: string, price: number) => [
  { id: `${id}-small`, name: "Personal", price },
  { id: `${id}-large`, name: "Familiar", price: price + 2500 },
];

export const CRUST = {
  id: "crust",
  name: "Tipo de masa",
  minSelections: 1,
  maxSelections: 1,
  options: [
    { id: "classic", name: "Clásica", price: 0 },
    { id: "cheese", name: "Borde de queso", price: 790 },
  ],
};

export const EXTRAS = {
  id: "extras",
  name: "Extras",
  minSelections: 0,
  maxSelections: 2,
  options: [
    { id: "olives", name: "Aceitunas", price: 300 },
    { id: "bacon", name: "Tocino", price: 650 },
    { id: "mushrooms", name: "Champiñones", price: 400 },
  ],
};

const MIRAFLORES: DeliveryZone = {
  id: "miraflores",
  name: "Miraflores",
  fee: 500,
  minimumOrder: 2500,
  freeFrom: 15000,
  estimatedTime: 35,
  area: [
    { latitude: -12.105, longitude: -77.05 },
    { latitude: -12.105, longitude: -77.015 },
    { latitude: -12.135, longitude: -77.015 },
    { latitude: -12.135, longitude: -77.04 },
  ],
};

const SAN_ISIDRO: DeliveryZone = {
  id: "san-isidro",
  name: "San Isidro",
  fee: 850,
  minimumOrder: 4000,
  estimatedTime: 50,
  area: [
    { latitude: -12.085, longitude: -77.055 },
    { latitude: -12.085, longitude: -77.02 },
    { latitude: -12.104, longitude: -77.015 },
    { latitude: -12.104, longitude: -77.05 },
  ],
};

export function createMemoryRestaurant(): MemoryRestaurant {
  const pizza = (id: string, name: string, price: number) =>
    product({ id, name, price, presentations: PIZZA_SIZES(id, price), modifiers: [CRUST, EXTRAS] });
  const restaurant: MemoryRestaurant = {
    failure: undefined,
    categories: [
      {
        id: "pizzas",
        name: "Pizzas",
        products: [
          pizza("margarita", "Pizza margarita", 2490),
          pizza("pepperoni", "Pizza pepperoni", 2790),
          pizza("cuatro-quesos", "Pizza cuatro quesos", 2990),
        ],
      },
      {
        id: "bebidas",
        name: "Bebidas",
        products: [
          product({ id: "limonada", name: "Limonada", price: 950 }),
          product({ id: "chicha", name: "Chicha morada", price: 800 }),
          product({ id: "agua", name: "Agua mineral", price: 500 }),
          product({ id: "sake", name: "Sake", price: 2800, isAvailable: false }),
        ],
      },
      {
        id: "makis",
        name: "Makis",
        products: Array.from({ length: 19 }, (_, index) =>
          product({
            id: `maki-${index}`,
            name: `Maki ${String.fromCharCode(65 + index)}oro`,
            price: 2000 + index * 10,
          }),
        ),
      },
    ],
    zones: [MIRAFLORES, SAN_ISIDRO],
    placed: new Map(),
    recent: [],
    change(productId, over) {
      for (const category of restaurant.categories) {
        category.products = category.products.map((one) =>
          one.id === productId ? { ...one, ...over } : one,
        );
      }
    },
    catalogue: {
      menu: async () => answer(restaurant, (): Menu => ({ categories: restaurant.categories })),
      product: async (_, productId) => answer(restaurant, () => find(restaurant, productId)),
      zones: async () => answer(restaurant, () => restaurant.zones),
    },
    orders: {
      read: async (_, orderId) => answer(restaurant, () => restaurant.placed.get(orderId)),
      recent: async () => answer(restaurant, () => restaurant.recent),
    },
  };
  return restaurant;
}

function find({ categories }: MemoryRestaurant, productId: string) {
  return categories.flatMap(({ products }) => products).find(({ id }) => id === productId);
}

function answer<Value>(restaurant: MemoryRestaurant, read: () => Value): Value {
  if (restaurant.failure !== undefined) throw restaurant.failure;
  return read();
}
