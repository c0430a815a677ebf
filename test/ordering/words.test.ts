import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Language } from "../../functions/ordering/texts/languages.ts";
import { readCommand, readConsent } from "../../functions/ordering/words/keywords.ts";
import { detectLanguage } from "../../functions/ordering/words/language.ts";
import { findProducts } from "../../functions/ordering/words/products.ts";
import { createMemoryRestaurant } from "./support/memory-catalogue.ts";

const menu = { categories: createMemoryRestaurant().categories };

describe("a command", () => {
  it.each([
    ["MENÚ", "menu"],
    ["la carte, s'il vous plaît", "menu"],
    ["What do you have?", "menu"],
    ["o cardápio por favor", "menu"],
    ["mi carrito", "cart"],
    ["show me my cart please", "cart"],
    ["mon panier", "cart"],
    ["¿Dónde está mi pedido?", "track"],
    ["where is my order", "track"],
    ["où est ma commande ?", "track"],
    ["onde está meu pedido?", "track"],
    ["hablar con una persona", "person"],
    ["I want to talk to someone", "person"],
    ["quelqu'un", "person"],
    ["falar com alguém", "person"],
    ["cancelar", "cancel"],
    ["annuler", "cancel"],
    ["Bom dia!", "greet"],
    ["that's all", "checkout"],
  ])("is read from %s", (text, type) => {
    expect(readCommand(text)?.type).toBe(type);
  });

  it.each(["Calle Menú 12", "hola vecino", "", "🍕"])("is not seen in %j", (text) => {
    expect(readCommand(text)).toBeUndefined();
  });

  it.each([
    ["Sí!", "agree"],
    ["yes please", "agree"],
    ["d'accord", "agree"],
    ["sim", "agree"],
    ["não", "decline"],
    ["not yet", "decline"],
    ["si quiero otra cosa", undefined],
    ["yes but without onions", undefined],
  ])("or consent is read from %s", (text, consent) => {
    expect(readConsent(text)).toBe(consent);
  });
});

describe("products by name", () => {
  it.each([
    ["2 pizzas margarita", [["margarita", 2]]],
    ["dos PIZZAS Margaritas por favor", [["margarita", 2]]],
    ["I would like three lemonades", []],
    [
      "tres limonadas y una chicha morada",
      [
        ["limonada", 3],
        ["chicha", 1],
      ],
    ],
    ["limonda", [["limonada", undefined]]],
    [
      "2x limonada, 1 agua",
      [
        ["limonada", 2],
        ["agua", 1],
      ],
    ],
    [
      "deux pizza pepperoni et une limonada",
      [
        ["pepperoni", 2],
        ["limonada", 1],
      ],
    ],
    [
      "duas pizzas pepperoni e uma limonada",
      [
        ["pepperoni", 2],
        ["limonada", 1],
      ],
    ],
    ["no me gusta la comida con mucha agua de mar", []],
  ])("are found in %s", (text, expected) => {
    const items = findProducts(menu, text).items.map(({ productId, quantity }) => [productId, quantity]);
    expect(items).toEqual(expected);
  });

  it("that could be several are not guessed", () => {
    expect(findProducts(menu, "4 pizzas")).toMatchObject({
      items: [],
      ambiguous: { ids: ["margarita", "pepperoni", "cuatro-quesos"], quantity: 4 },
    });
  });

  it("are no slips for others as long as something is called that", () => {
    const noodles = ["Chashu ramen", "Vegetable ramen", "Ramune"].map((name) => ({
      ...{ id: name, name, price: 100, isAvailable: true },
    }));
    const own = { categories: [{ id: "all", name: "All", products: noodles }] };
    expect(findProducts(own, "a bowl of ramen")).toMatchObject({
      items: [],
      ambiguous: { ids: ["Chashu ramen", "Vegetable ramen"] },
    });
    expect(findProducts(own, "2 ramun").items).toEqual([{ productId: "Ramune", quantity: 2 }]);
  });

  it("that are not on the menu are told apart from words that mean nothing", () => {
    expect(findProducts(menu, "3 hamburguesas").isMissing).toBe(true);
    expect(findProducts(menu, "buen provecho").isMissing).toBe(false);
  });

  it("never come with anything that is not on the menu, whatever is written", () => {
    const known = menu.categories.flatMap(({ products }) => products.map(({ id }) => id));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        for (const { productId } of findProducts(menu, text).items) expect(known).toContain(productId);
      }),
    );
  });
});

describe("the language", () => {
  const cases: [string, Language | null, Language | undefined][] = [
    ["Hola, quiero una pizza", null, "es"],
    ["hello", null, "en"],
    ["Bonjour, je voudrais une pizza", null, "fr"],
    ["Olá, eu queria uma pizza", null, "pt"],
    ["pizza", null, undefined],
    ["ok", "fr", undefined],
    ["thanks", "es", undefined],
    ["hello, I would like to order", "es", "en"],
    ["2 pizzas", "pt", undefined],
  ];
  it.each(cases)("of %j, after %s, is %s", (text, kept, expected) => {
    expect(detectLanguage(text, kept)).toBe(expected);
  });
});
