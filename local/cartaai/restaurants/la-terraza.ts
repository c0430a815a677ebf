import type { Modifier, Restaurant } from "./restaurant.ts";

const EXTRAS: Modifier = {
  id: "mod-extras",
  name: "Ingredientes extra",
  minSelections: 0,
  maxSelections: 3,
  options: [
    { id: "opt-queso", name: "Queso extra", price: 5 },
    { id: "opt-aceitunas", name: "Aceitunas", price: 3 },
    { id: "opt-champinones", name: "Champiñones", price: 4 },
    { id: "opt-tocino", name: "Tocino", price: 6.5 },
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
    { id: "opt-borde-queso", name: "Borde de queso", price: 7.9 },
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
    { id: "opt-ensalada", name: "Ensalada de la casa", price: 3.5 },
  ],
};

const PIZZA_SIZES = (id: string, personal: number, medium: number, family: number) => [
  { id: `${id}-personal`, name: "Personal", price: personal },
  { id: `${id}-mediana`, name: "Mediana", price: medium },
  { id: `${id}-familiar`, name: "Familiar", price: family },
];

export const LA_TERRAZA: Restaurant = {
  subDomain: "la-terraza",
  name: "La Terraza",
  botId: "bot-la-terraza",
  localId: "local-miraflores",
  orderPrefix: "LT",
  categories: [
    {
      id: "cat-entradas",
      name: "Entradas",
      description: "Para compartir",
      products: [
        {
          id: "prod001",
          name: "Tequeños de queso",
          description: "Ocho unidades con salsa de palta",
          price: 18.5,
          preparationTime: 10,
        },
        {
          id: "prod002",
          name: "Causa de pollo",
          description: "Papa amarilla, ají y palta",
          price: 22,
          preparationTime: 8,
        },
        {
          id: "prod003",
          name: "Ceviche clásico",
          description: "Pesca del día, leche de tigre, camote y choclo",
          price: 38,
          isAvailable: false,
          preparationTime: 15,
        },
      ],
    },
    {
      id: "cat-fondos",
      name: "Platos de fondo",
      products: [
        {
          id: "prod004",
          name: "Lomo saltado",
          description: "Lomo fino al wok con cebolla y tomate",
          price: 42.9,
          preparationTime: 20,
          modifiers: [SIDE],
        },
        {
          id: "prod005",
          name: "Ají de gallina",
          description: "Receta de la casa, con nueces",
          price: 34,
          preparationTime: 15,
          modifiers: [SIDE],
        },
      ],
    },
    {
      id: "cat-pizzas",
      name: "Pizzas",
      description: "Al horno de leña",
      products: [
        {
          id: "prod006",
          name: "Pizza margarita",
          description: "Tomate, mozzarella y albahaca",
          price: 24.9,
          preparationTime: 18,
          presentations: PIZZA_SIZES("prod006", 24.9, 36.9, 49.9),
          modifiers: [CRUST, EXTRAS],
        },
        {
          id: "prod007",
          name: "Pizza pepperoni",
          description: "Doble pepperoni y mozzarella",
          price: 27.9,
          preparationTime: 18,
          presentations: PIZZA_SIZES("prod007", 27.9, 39.9, 54.9),
          modifiers: [CRUST, EXTRAS],
        },
        {
          id: "prod008",
          name: "Pizza cuatro quesos de la casa",
          description: "Mozzarella, gorgonzola, parmesano y queso andino",
          price: 29.9,
          preparationTime: 20,
          presentations: PIZZA_SIZES("prod008", 29.9, 43.9, 58.9),
          modifiers: [CRUST, EXTRAS],
        },
      ],
    },
    {
      id: "cat-bebidas",
      name: "Bebidas",
      products: [
        {
          id: "prod009",
          name: "Chicha morada",
          description: "Hecha en casa",
          price: 8,
          presentations: [
            { id: "prod009-vaso", name: "Vaso", price: 8 },
            { id: "prod009-jarra", name: "Jarra de un litro", price: 22 },
          ],
        },
        { id: "prod010", name: "Limonada", description: "Con hierbabuena", price: 9.5 },
        { id: "prod011", name: "Agua mineral", description: "Con o sin gas, 500 ml", price: 5 },
      ],
    },
    {
      id: "cat-postres",
      name: "Postres",
      products: [
        { id: "prod012", name: "Suspiro limeño", description: "Manjar y merengue al oporto", price: 14 },
        {
          id: "prod013",
          name: "Picarones",
          description: "Cuatro unidades con miel de chancaca",
          price: 16.5,
        },
      ],
    },
  ],
  zones: [
    {
      id: "zone-miraflores",
      name: "Miraflores",
      deliveryCost: 5,
      minimumOrder: 25,
      estimatedTime: 35,
      freeFrom: 80,
      coordinates: [
        { latitude: -12.105, longitude: -77.05 },
        { latitude: -12.105, longitude: -77.015 },
        { latitude: -12.135, longitude: -77.015 },
        { latitude: -12.135, longitude: -77.04 },
      ],
    },
    {
      id: "zone-san-isidro",
      name: "San Isidro",
      deliveryCost: 8.5,
      minimumOrder: 40,
      estimatedTime: 50,
      coordinates: [
        { latitude: -12.085, longitude: -77.055 },
        { latitude: -12.085, longitude: -77.02 },
        { latitude: -12.105, longitude: -77.015 },
        { latitude: -12.105, longitude: -77.05 },
      ],
    },
  ],
};
