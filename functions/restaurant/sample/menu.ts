import type { DeliveryZone, Modifier, ProductDetails } from "../restaurant.ts";

const EXTRAS: Modifier = {
  id: "mod-extras",
  name: "Ingredientes extra",
  minSelections: 0,
  maxSelections: 3,
  options: [
    { id: "opt-queso", name: "Queso extra", price: 500 },
    { id: "opt-aceitunas", name: "Aceitunas", price: 300 },
    { id: "opt-champinones", name: "Champiñones", price: 400 },
    { id: "opt-tocino", name: "Tocino", price: 650 },
  ],
};

const CRUST: Modifier = {
  id: "mod-masa",
  name: "Tipo de masa",
  minSelections: 1,
  maxSelections: 1,
  options: [
    { id: "opt-masa-clasica", name: "Clásica", price: 0 },
    { id: "opt-masa-delgada", name: "Delgada", price: 0 },
    { id: "opt-borde-queso", name: "Borde de queso", price: 790 },
  ],
};

const SIDE: Modifier = {
  id: "mod-guarnicion",
  name: "Guarnición",
  minSelections: 1,
  maxSelections: 2,
  options: [
    { id: "opt-arroz", name: "Arroz blanco", price: 0 },
    { id: "opt-papas", name: "Papas fritas", price: 0 },
    { id: "opt-ensalada", name: "Ensalada de la casa", price: 350 },
  ],
};

const PIZZA_SIZES = (id: string, personal: number, medium: number, family: number) => [
  { id: `${id}-personal`, name: "Personal", price: personal },
  { id: `${id}-mediana`, name: "Mediana", price: medium },
  { id: `${id}-familiar`, name: "Familiar", price: family },
];

type Sold = Omit<ProductDetails, "presentations" | "modifiers" | "isAvailable"> & Partial<ProductDetails>;

function product({ isAvailable = true, presentations = [], modifiers = [], ...rest }: Sold): ProductDetails {
  return { ...rest, isAvailable, presentations, modifiers };
}

/** What the sample restaurant sells, and La Terraza of the CartaAI stand-in too. Prices in minor units. */
export const SAMPLE_CATEGORIES: readonly {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly products: readonly ProductDetails[];
}[] = [
  {
    id: "cat-entradas",
    name: "Entradas",
    description: "Para compartir",
    products: [
      product({
        id: "prod001",
        name: "Tequeños de queso",
        description: "Ocho unidades con salsa de palta",
        price: 1850,
      }),
      product({
        id: "prod002",
        name: "Causa de pollo",
        description: "Papa amarilla, ají y palta",
        price: 2200,
      }),
      product({
        id: "prod003",
        name: "Ceviche clásico",
        description: "Pesca del día, leche de tigre, camote y choclo",
        price: 3800,
        isAvailable: false,
      }),
    ],
  },
  {
    id: "cat-fondos",
    name: "Platos de fondo",
    products: [
      product({
        id: "prod004",
        name: "Lomo saltado",
        description: "Lomo fino al wok con cebolla y tomate",
        price: 4290,
        modifiers: [SIDE],
      }),
      product({
        id: "prod005",
        name: "Ají de gallina",
        description: "Receta de la casa, con nueces",
        price: 3400,
        modifiers: [SIDE],
      }),
    ],
  },
  {
    id: "cat-pizzas",
    name: "Pizzas",
    description: "Al horno de leña",
    products: [
      product({
        id: "prod006",
        name: "Pizza margarita",
        description: "Tomate, mozzarella y albahaca",
        price: 2490,
        presentations: PIZZA_SIZES("prod006", 2490, 3690, 4990),
        modifiers: [CRUST, EXTRAS],
      }),
      product({
        id: "prod007",
        name: "Pizza pepperoni",
        description: "Doble pepperoni y mozzarella",
        price: 2790,
        presentations: PIZZA_SIZES("prod007", 2790, 3990, 5490),
        modifiers: [CRUST, EXTRAS],
      }),
      product({
        id: "prod008",
        name: "Pizza cuatro quesos de la casa",
        description: "Mozzarella, gorgonzola, parmesano y queso andino",
        price: 2990,
        presentations: PIZZA_SIZES("prod008", 2990, 4390, 5890),
        modifiers: [CRUST, EXTRAS],
      }),
    ],
  },
  {
    id: "cat-bebidas",
    name: "Bebidas",
    products: [
      product({
        id: "prod009",
        name: "Chicha morada",
        description: "Hecha en casa",
        price: 800,
        presentations: [
          { id: "prod009-vaso", name: "Vaso", price: 800 },
          { id: "prod009-jarra", name: "Jarra de un litro", price: 2200 },
        ],
      }),
      product({ id: "prod010", name: "Limonada", description: "Con hierbabuena", price: 950 }),
      product({ id: "prod011", name: "Agua mineral", description: "Con o sin gas, 500 ml", price: 500 }),
    ],
  },
  {
    id: "cat-postres",
    name: "Postres",
    products: [
      product({
        id: "prod012",
        name: "Suspiro limeño",
        description: "Manjar y merengue al oporto",
        price: 1400,
      }),
      product({
        id: "prod013",
        name: "Picarones",
        description: "Cuatro unidades con miel de chancaca",
        price: 1650,
      }),
    ],
  },
];

/** Where they deliver to, in Lima. */
export const SAMPLE_ZONES: readonly DeliveryZone[] = [
  {
    id: "zone-miraflores",
    name: "Miraflores",
    fee: 500,
    minimumOrder: 2500,
    estimatedTime: 35,
    freeFrom: 8000,
    area: [
      { latitude: -12.105, longitude: -77.05 },
      { latitude: -12.105, longitude: -77.015 },
      { latitude: -12.135, longitude: -77.015 },
      { latitude: -12.135, longitude: -77.04 },
    ],
  },
  {
    id: "zone-san-isidro",
    name: "San Isidro",
    fee: 850,
    minimumOrder: 4000,
    estimatedTime: 50,
    area: [
      { latitude: -12.085, longitude: -77.055 },
      { latitude: -12.085, longitude: -77.02 },
      { latitude: -12.105, longitude: -77.015 },
      { latitude: -12.105, longitude: -77.05 },
    ],
  },
];
