import type { Modifier, Product, Restaurant } from "./restaurant.ts";

const SAUCES: Modifier = {
  id: "mod-sauces",
  name: "Sauces",
  minSelections: 0,
  maxSelections: 2,
  options: [
    { id: "opt-soy", name: "Soy sauce", price: 0 },
    { id: "opt-teriyaki", name: "Teriyaki", price: 1.5 },
    { id: "opt-spicy-mayo", name: "Spicy mayo", price: 2 },
  ],
};

const BROTH: Modifier = {
  id: "mod-broth",
  name: "Broth",
  minSelections: 1,
  maxSelections: 1,
  options: [
    { id: "opt-shoyu", name: "Shoyu", price: 0 },
    { id: "opt-miso", name: "Miso", price: 0 },
    { id: "opt-tonkotsu", name: "Tonkotsu", price: 4 },
  ],
};

function roll(id: string, name: string, description: string, price: number): Product {
  const whole = Math.round(price * 180) / 100;
  return {
    id,
    name,
    description,
    price,
    preparationTime: 12,
    presentations: [
      { id: `${id}-half`, name: "5 pieces", price },
      { id: `${id}-whole`, name: "10 pieces", price: whole },
    ],
    modifiers: [SAUCES],
  };
}

/** Its rolls are more than one WhatsApp list can hold. */
export const SUSHI_SAKURA: Restaurant = {
  subDomain: "sushi-sakura",
  name: "Sushi Sakura",
  botId: "bot-sushi-sakura",
  localId: "local-barranco",
  orderPrefix: "SK",
  categories: [
    {
      id: "cat-rolls",
      name: "Rolls",
      description: "Rolled to order",
      products: [
        roll("roll001", "California", "Crab, avocado, cucumber", 19.9),
        roll("roll002", "Philadelphia", "Salmon, cream cheese, avocado", 22.5),
        roll("roll003", "Acevichado", "Prawn, tuna, acevichada sauce", 26.9),
        roll("roll004", "Spicy tuna", "Tuna, spicy mayo, spring onion", 25),
        roll("roll005", "Tempura prawn", "Crisp prawn, avocado, tare", 24.5),
        roll("roll006", "Dragon", "Eel, avocado, sesame", 31),
        roll("roll007", "Rainbow", "Salmon, tuna and white fish on top", 29.9),
        roll("roll008", "Vegetable garden", "Asparagus, carrot, cucumber, avocado", 17.5),
        roll("roll009", "Smoked salmon and passion fruit", "Smoked salmon, maracuyá sauce", 27.5),
        roll("roll010", "Chicken teriyaki", "Chicken, teriyaki, sesame", 21),
        roll("roll011", "Furai", "Breaded salmon, cream cheese", 23.9),
        roll("roll012", "Maki parrillero", "Seared beef, chimichurri", 28),
      ],
    },
    {
      id: "cat-ramen",
      name: "Ramen",
      products: [
        {
          id: "ramen001",
          name: "Chashu ramen",
          description: "Braised pork, egg, nori",
          price: 36,
          preparationTime: 20,
          modifiers: [BROTH],
        },
        {
          id: "ramen002",
          name: "Vegetable ramen",
          description: "Tofu, corn, bok choy",
          price: 32,
          preparationTime: 18,
          modifiers: [BROTH],
        },
      ],
    },
    {
      id: "cat-drinks",
      name: "Drinks",
      products: [
        { id: "drink001", name: "Green tea", description: "Hot, with free refills", price: 7 },
        { id: "drink002", name: "Ramune", description: "Japanese lemonade, 200 ml", price: 12.5 },
        {
          id: "drink003",
          name: "Sake",
          description: "Junmai, 180 ml",
          price: 28,
          isAvailable: false,
        },
      ],
    },
  ],
  zones: [
    {
      id: "zone-barranco",
      name: "Barranco",
      deliveryCost: 4,
      minimumOrder: 20,
      estimatedTime: 30,
      freeFrom: 60,
      coordinates: [
        { latitude: -12.136, longitude: -77.032 },
        { latitude: -12.136, longitude: -77.012 },
        { latitude: -12.158, longitude: -77.012 },
        { latitude: -12.158, longitude: -77.03 },
      ],
    },
    {
      id: "zone-surco",
      name: "Surco",
      deliveryCost: 7.9,
      minimumOrder: 45,
      estimatedTime: 55,
      freeFrom: 150,
      coordinates: [
        { latitude: -12.11, longitude: -77.012 },
        { latitude: -12.11, longitude: -76.98 },
        { latitude: -12.158, longitude: -76.98 },
        { latitude: -12.158, longitude: -77.012 },
      ],
    },
  ],
};
