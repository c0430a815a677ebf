import type { DeliveryZone, Modifier, ProductDetails } from "../restaurant.ts";

const DOUGH: Modifier = {
  id: "dough",
  name: "Masa",
  minSelections: 1,
  maxSelections: 1,
  options: [
    { id: "dough-classic", name: "Clásica", price: 0 },
    { id: "dough-thin", name: "Delgada", price: 0 },
    { id: "dough-cheese", name: "Borde de queso", price: 790 },
  ],
};

const EXTRAS: Modifier = {
  id: "extras",
  name: "Extras",
  minSelections: 0,
  maxSelections: 2,
  options: [
    { id: "extra-cheese", name: "Queso", price: 500 },
    { id: "extra-olives", name: "Aceitunas", price: 300 },
    { id: "extra-bacon", name: "Tocino", price: 650 },
  ],
};

function pizza(id: string, name: string, description: string, price: number): ProductDetails {
  const presentations = [
    { id: `${id}-personal`, name: "Personal", price },
    { id: `${id}-family`, name: "Familiar", price: price + 2500 },
  ];
  return { id, name, description, price, isAvailable: true, presentations, modifiers: [DOUGH, EXTRAS] };
}

function simple(id: string, name: string, price: number, isAvailable = true): ProductDetails {
  return { id, name, price, isAvailable, presentations: [], modifiers: [] };
}

/** What the sample restaurant sells. Prices in minor units. */
export const SAMPLE_CATEGORIES: readonly {
  readonly id: string;
  readonly name: string;
  readonly products: readonly ProductDetails[];
}[] = [
  {
    id: "pizzas",
    name: "Pizzas",
    products: [
      pizza("pizza-margherita", "Pizza margarita", "Tomate, mozzarella y albahaca", 2490),
      pizza("pizza-pepperoni", "Pizza pepperoni", "Doble pepperoni y mozzarella", 2790),
    ],
  },
  {
    id: "starters",
    name: "Entradas",
    products: [simple("tequenos", "Tequeños de queso", 1850), simple("ceviche", "Ceviche", 3800, false)],
  },
  {
    id: "drinks",
    name: "Bebidas",
    products: [simple("lemonade", "Limonada", 950), simple("water", "Agua mineral", 500)],
  },
];

/** Lima: Miraflores by its map, and San Isidro by its name alone. */
export const SAMPLE_ZONES: readonly DeliveryZone[] = [
  {
    ...{ id: "miraflores", name: "Miraflores", fee: 500, minimumOrder: 2500, freeFrom: 8000 },
    estimatedTime: 35,
    area: [
      { latitude: -12.105, longitude: -77.05 },
      { latitude: -12.105, longitude: -77.015 },
      { latitude: -12.135, longitude: -77.015 },
      { latitude: -12.135, longitude: -77.04 },
    ],
  },
  {
    ...{ id: "san-isidro", name: "San Isidro", fee: 850, minimumOrder: 4000 },
    ...{ estimatedTime: 50, area: [] },
  },
];
