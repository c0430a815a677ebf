import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { LA_TERRAZA, newUserId } from "../support/conversations.ts";
import { Chat, say } from "./support/chat.ts";
import { createMemoryRestaurant, type MemoryRestaurant, product } from "./support/memory-catalogue.ts";

const IN_MIRAFLORES = [-12.12, -77.03] as const;
const FAR_AWAY = [-11.5, -76.5] as const;

let tables: Tables;
let restaurant: MemoryRestaurant;
let chat: Chat;

beforeAll(async () => {
  tables = await startTables([CHECKPOINTS_TABLE]);
});
afterAll(async () => await tables.stop());
beforeEach(() => {
  restaurant = createMemoryRestaurant();
  chat = new Chat({ tables, restaurant });
});

/** Two lemonades and a pizza in the cart: 19.00 + 24.90 + 7.90 = 51.80. */
async function fillCart(): Promise<void> {
  await chat.says("2 limonadas");
  await chat.says("una pizza margarita");
  await chat.taps("Personal");
  await chat.taps("Borde de queso");
  await chat.taps("Listo, seguir");
}

async function checkOutByPickup(): Promise<void> {
  await chat.taps("Pedir");
  await chat.taps("Recojo en local");
  await chat.taps("Efectivo");
}

describe("an order by buttons and lists", () => {
  it("goes from greeting to order number", async () => {
    await chat.says("hola");
    expect(chat.text).toContain("La Terraza");
    await chat.taps("Ver la carta");
    await chat.taps("Pizzas");
    await chat.taps("Pizza margarita");
    await chat.taps("Familiar");
    await chat.taps("Borde de queso");
    await chat.taps("Aceitunas");
    await chat.taps("Listo, seguir");
    await chat.taps("2");
    expect(chat.text).toContain("2 × Pizza margarita (Familiar)");
    await chat.taps("Pedir");
    await chat.taps("Delivery");
    expect(chat.last.replies[0]?.kind).toBe("location-request");
    await chat.shares(...IN_MIRAFLORES);
    await chat.taps("Yape");
    expect(chat.step).toBe("confirming");
    await chat.taps("Confirmar");

    expect(chat.text).toContain("LT-1");
    const unit = 4990 + 790 + 300;
    expect(chat.drafts).toEqual([
      {
        customer: { name: "Ana", phone: chat.conversation.phone },
        type: "delivery",
        paymentMethod: "yape",
        total: 2 * unit + 500,
        delivery: {
          street: "-12.12, -77.03",
          city: "Miraflores",
          coordinates: { latitude: -12.12, longitude: -77.03 },
          fee: 500,
        },
        lines: [
          {
            productId: "margarita",
            presentationId: "margarita-large",
            name: "Pizza margarita (Familiar)",
            quantity: 2,
            unitPrice: 4990,
            modifiers: [
              {
                modifierId: "crust",
                name: "Tipo de masa",
                options: [{ optionId: "cheese", name: "Borde de queso", price: 790, quantity: 1 }],
              },
              {
                modifierId: "extras",
                name: "Extras",
                options: [{ optionId: "olives", name: "Aceitunas", price: 300, quantity: 1 }],
              },
            ],
          },
        ],
      },
    ]);
  });

  it("shows long menus page by page, and every product on one of them", async () => {
    await chat.tapsId("category:makis:0");
    const seen = new Set<string>();
    for (let page = 0; page < 3; page++) {
      expect(chat.options.length).toBeLessThanOrEqual(10);
      for (const title of chat.titles) if (title.startsWith("Maki")) seen.add(title);
      if (chat.titles.includes("Ver más")) await chat.taps("Ver más");
    }
    expect(seen.size).toBe(19);
    await chat.taps("Volver a la carta");
    expect(chat.titles).toContain("Pizzas");
  });

  it("asks for a name and a phone number when neither is known", async () => {
    const userId = newUserId();
    const { subDomain, localId } = LA_TERRAZA;
    chat = new Chat({ tables, restaurant, conversation: { subDomain, localId, key: userId, userId } });
    await chat.says("3 limonadas");
    await checkOutByPickup();
    expect(chat.step).toBe("awaiting_name");
    await chat.says("Rosa Quispe");
    expect(chat.step).toBe("awaiting_phone");
    expect(chat.last.state?.intent).toBe("payment");
    await chat.says("no sé");
    expect(chat.step).toBe("awaiting_phone");
    await chat.says("12345");
    expect(chat.text).toContain("no parece un número");
    await chat.says("987 654 321");
    await chat.says("sí");
    expect(chat.drafts[0]?.customer).toEqual({ name: "Rosa Quispe", phone: "+51987654321" });
  });
});

describe("a product", () => {
  it("is not in the cart before as many options are chosen as it needs", async () => {
    await chat.tapsId("size:margarita:margarita-small");
    expect(chat.step).toBe("awaiting_extras");
    expect(chat.titles).not.toContain("Listo, seguir");
    await chat.tapsId("extras-done:margarita:crust");
    expect(chat.text).toContain("Tipo de masa");
    expect(chat.context["selectedItems"]).toEqual([]);
  });

  it("takes no more options than it may have, and goes on by itself when that is reached", async () => {
    await chat.tapsId("size:margarita:margarita-small");
    await chat.taps("Clásica");
    await chat.taps("Aceitunas");
    expect(chat.titles).not.toContain("Aceitunas");
    await chat.taps("Tocino");
    expect(chat.step).toBe("customizing");
    await chat.tapsId("extra:margarita:extras:mushrooms");
    await chat.taps("1");
    expect(chat.text).toContain("Aceitunas, Tocino");
    expect(chat.text).not.toContain("Champiñones");
  });

  it("is shown with its picture, where it has one that WhatsApp can fetch", async () => {
    restaurant.change("limonada", { imageUrl: "https://example.com/l.jpg", description: "Con hierbabuena" });
    restaurant.change("agua", { imageUrl: "http://example.com/a.jpg" });
    await chat.tapsId("product:limonada");
    expect(chat.last.replies).toMatchObject([
      { kind: "image", url: "https://example.com/l.jpg" },
      { kind: "buttons", text: expect.stringContaining("Con hierbabuena") },
    ]);
    await chat.tapsId("product:agua");
    expect(chat.last.replies.map(({ kind }) => kind)).toEqual(["buttons"]);
  });

  it("that needs more options than there are is not offered for ever", async () => {
    restaurant.change("limonada", {
      modifiers: [{ id: "ice", name: "Hielo", minSelections: 2, maxSelections: 2, options: [] }],
    });
    await chat.says("2 limonadas");
    expect(chat.text).toContain("no está disponible");
    expect(chat.step).not.toBe("awaiting_extras");
  });

  it("is not mistaken for a number of another one", async () => {
    await chat.tapsId("size:margarita:margarita-small");
    await chat.says("clasica");
    await chat.says("no");
    expect(chat.step).toBe("customizing");
    await chat.says("2 limonadas");
    await chat.says("3");
    expect(chat.context["selectedItems"]).toMatchObject([
      { id: "margarita", quantity: 3 },
      { id: "limonada", quantity: 2 },
    ]);
  });

  it("can be chosen in words, size, extras and number too", async () => {
    await chat.says("quiero una pizza");
    expect(chat.titles).toContain("Pizza pepperoni");
    await chat.says("la de pepperoni");
    await chat.says("familiar");
    await chat.says("clasica");
    await chat.says("nada");
    expect(chat.text).toContain("1 × Pizza pepperoni (Familiar)");
  });
});

describe("the cart", () => {
  it("is viewed, changed, and emptied", async () => {
    await fillCart();
    expect(chat.context["orderTotal"]).toBe(51.8);
    await chat.taps("Cambiar");
    await chat.taps("2 × Limonada");
    await chat.says("5");
    expect(chat.text).toContain("5 × Limonada");
    await chat.taps("Cambiar");
    await chat.taps("1 × Pizza margarita (Personal)");
    await chat.taps("Quitar");
    expect(chat.context["selectedItems"]).toEqual([
      { id: "limonada", name: "Limonada", quantity: 5, price: 9.5 },
    ]);
    await chat.taps("Cambiar");
    await chat.taps("Vaciar el carrito");
    expect(chat.context).toMatchObject({ selectedItems: [], orderTotal: 0 });
    expect(chat.last.state?.intent).toBe("idle");
  });

  it("is filled from a catalogue basket, at the restaurant's prices; what has choices is asked for", async () => {
    await chat.send({
      kind: "basket",
      lines: [
        { productId: "limonada", quantity: 2 },
        { productId: "margarita", quantity: 1 },
        { productId: "no-such-product", quantity: 4 },
        { productId: "agua", quantity: 3 },
      ],
    });
    expect(chat.step).toBe("awaiting_size");
    await chat.taps("Personal");
    await chat.taps("Clásica");
    await chat.taps("Listo, seguir");
    expect(chat.text).toContain("No encontré");
    expect(chat.context["orderTotal"]).toBe(19 + 24.9 + 15);
  });

  it("joins the same choice into one line, and refuses more of it than a line holds", async () => {
    await chat.says("2 limonadas");
    await chat.says("3 limonadas");
    expect(chat.text).toContain("5 × Limonada");
    await chat.says("99 limonadas");
    expect(chat.context["selectedItems"]).toMatchObject([{ quantity: 5 }]);
  });
});

describe("delivery", () => {
  it("outside every zone offers pickup or another address", async () => {
    await fillCart();
    await chat.taps("Pedir");
    await chat.taps("Delivery");
    await chat.shares(...FAR_AWAY);
    expect(chat.text).toContain("no llegamos");
    expect(chat.titles).toEqual(["Recojo en local", "Otra dirección", "Ver mi carrito"]);
    await chat.taps("Recojo en local");
    await chat.taps("Tarjeta");
    await chat.taps("Confirmar");
    expect(chat.drafts).toMatchObject([{ type: "pickup", total: 5180 }]);
    expect(chat.drafts[0]).not.toHaveProperty("delivery");
  });

  it("to a typed address finds the zone by its name", async () => {
    await fillCart();
    await chat.taps("Pedir");
    await chat.taps("Delivery");
    await chat.says("Calle Los Pinos 123, san isidro");
    await chat.says("con tarjeta");
    expect(chat.text).toContain("San Isidro");
    expect(chat.context["deliveryAddress"]).toEqual({
      street: "Calle Los Pinos 123, san isidro",
      city: "San Isidro",
      notes: "",
    });
    expect(chat.context["orderTotal"]).toBe(60.3);
  });

  it("to a typed address without a zone's name asks for the zone", async () => {
    await fillCart();
    await chat.taps("Pedir");
    await chat.taps("Delivery");
    await chat.says("Calle Los Pinos 123");
    expect(chat.step).toBe("delivery");
    expect(chat.titles).toEqual(["Miraflores", "San Isidro", "Ninguna de estas"]);
    await chat.says("a san isidro");
    expect(chat.step).toBe("awaiting_payment");
    await chat.tapsId("other-address");
    await chat.says("Calle Los Pinos 123");
    await chat.taps("Ninguna de estas");
    expect(chat.text).toContain("no llegamos");
  });

  it("costs nothing in CartaAI any more once the cart is empty", async () => {
    await fillCart();
    await chat.taps("Pedir");
    await chat.taps("Delivery");
    await chat.shares(...IN_MIRAFLORES);
    expect(chat.context["orderTotal"]).toBe(56.8);
    await chat.says("vaciar carrito");
    expect(chat.context["orderTotal"]).toBe(0);
  });

  it("below the zone's minimum says what is missing, and goes on once there is enough", async () => {
    await chat.says("una limonada");
    await chat.taps("Pedir");
    await chat.taps("Delivery");
    await chat.shares(...IN_MIRAFLORES);
    expect(chat.text).toMatch(/S\/\s15\.50/);
    await chat.says("2 limonadas");
    await chat.taps("Pedir");
    expect(chat.step).toBe("awaiting_payment");
  });

  it("is free from the zone's limit on", async () => {
    await chat.says("20 limonadas");
    await chat.taps("Pedir");
    await chat.taps("Delivery");
    await chat.shares(...IN_MIRAFLORES);
    await chat.taps("Efectivo");
    expect(chat.text).toContain("gratis");
    await chat.says("si");
    expect(chat.drafts).toMatchObject([{ total: 19000, delivery: { fee: 0 } }]);
  });

  it("is not offered by a restaurant that has no zones", async () => {
    restaurant.zones = [];
    await fillCart();
    await chat.taps("Pedir");
    expect(chat.titles).toEqual(["Recojo en local", "Comer en el local"]);
    await chat.says("delivery");
    expect(chat.text).toContain("no hace delivery");
  });
});

describe("a confirmation", () => {
  it("orders once, however often its button is tapped", async () => {
    await fillCart();
    await checkOutByPickup();
    const { id } = chat.options.find(({ title }) => title === "Confirmar") ?? { id: "" };
    await chat.send({ kind: "choice", id, title: "Confirmar" }, { kind: "choice", id, title: "Confirmar" });
    await chat.tapsId(id);
    expect(chat.text).toContain("LT-1");
    expect(chat.drafts).toHaveLength(1);
  });

  it("tapped twice in one turn is thanked for once", async () => {
    await fillCart();
    await checkOutByPickup();
    const { id } = chat.options.find(({ title }) => title === "Confirmar") ?? { id: "" };
    await chat.send({ kind: "choice", id, title: "Confirmar" }, { kind: "choice", id, title: "Confirmar" });
    expect(chat.text).toContain("¡Gracias!");
    expect(chat.text).not.toContain("ya fue registrado");
  });

  it("of the summary before does not order what the one after it says", async () => {
    await fillCart();
    await checkOutByPickup();
    const { id } = chat.options.find(({ title }) => title === "Confirmar") ?? { id: "" };
    await chat.says("3 aguas minerales");
    await chat.taps("Pedir");
    expect(chat.step).toBe("confirming");
    await chat.tapsId(id);
    expect(chat.drafts).toEqual([]);
    expect(chat.step).toBe("confirming");
    await chat.taps("Confirmar");
    expect(chat.drafts).toHaveLength(1);
  });

  it("at another delivery fee than the summary's shows the new one first", async () => {
    await fillCart();
    await chat.taps("Pedir");
    await chat.taps("Delivery");
    await chat.shares(...IN_MIRAFLORES);
    await chat.taps("Efectivo");
    restaurant.zones = restaurant.zones.map((zone) => ({ ...zone, fee: 700 }));
    await chat.taps("Confirmar");
    expect(chat.drafts).toEqual([]);
    await chat.taps("Confirmar");
    expect(chat.drafts).toMatchObject([{ total: 5180 + 700, delivery: { fee: 700 } }]);
  });

  it("of what cost nothing and is sold out now is asked for again", async () => {
    restaurant.change("agua", { price: 0 });
    await chat.says("una agua mineral");
    await chat.says("2 limonadas");
    await checkOutByPickup();
    restaurant.change("agua", { isAvailable: false });
    await chat.taps("Confirmar");
    expect(chat.drafts).toEqual([]);
    expect(chat.text).toContain("Agua mineral no está disponible");
  });

  it("of a summary that was never shown does not order: all of it came in one turn", async () => {
    await chat.says("2 limonadas", "pagar", "recojo", "efectivo", "sí", "confirmar");
    expect(chat.drafts).toEqual([]);
    expect(chat.step).toBe("confirming");
    await chat.says("sí");
    expect(chat.drafts).toHaveLength(1);
  });

  it("of an older summary does not order; the summary is shown as it is now", async () => {
    await fillCart();
    await checkOutByPickup();
    const { id } = chat.options.find(({ title }) => title === "Confirmar") ?? { id: "" };
    await chat.says("3 aguas minerales");
    await chat.tapsId(id);
    expect(chat.drafts).toEqual([]);
    expect(chat.step).toBe("confirming");
    expect(chat.text).toContain("3 × Agua mineral");
    await chat.taps("Confirmar");
    expect(chat.drafts).toMatchObject([{ total: 5180 + 1500 }]);
  });

  it("at a price that has changed since shows the new one first", async () => {
    await fillCart();
    await checkOutByPickup();
    restaurant.change("limonada", { price: 1000 });
    await chat.taps("Confirmar");
    expect(chat.drafts).toEqual([]);
    expect(chat.text).toContain("La carta cambió");
    await chat.taps("Confirmar");
    expect(chat.drafts).toMatchObject([{ total: 5280 }]);
  });

  it("of what has been sold out since leaves the rest to be confirmed", async () => {
    await fillCart();
    await checkOutByPickup();
    restaurant.change("margarita", { isAvailable: false });
    await chat.taps("Confirmar");
    expect(chat.drafts).toEqual([]);
    expect(chat.text).toContain("Pizza margarita (Personal) no está disponible");
    await chat.taps("Confirmar");
    expect(chat.drafts).toMatchObject([{ total: 1900 }]);
  });

  it("that the restaurant refuses leaves the cart as it was", async () => {
    await fillCart();
    await checkOutByPickup();
    chat.outcome = "refused";
    await chat.taps("Confirmar");
    expect(chat.text).toContain("no pudo tomar el pedido");
    expect(chat.context["orderTotal"]).toBe(51.8);
    expect(chat.context["currentOrderId"]).toBe("");
    chat.outcome = "placed";
    await chat.taps("Pedir");
    await chat.taps("Confirmar");
    expect(chat.drafts).toHaveLength(2);
    expect(chat.text).toContain("LT-2");
  });

  it("leaves nothing of the order behind for the next one, in CartaAI neither", async () => {
    await fillCart();
    await checkOutByPickup();
    await chat.taps("Confirmar");
    expect(chat.last.state).toMatchObject({
      intent: "idle",
      step: "order_placed",
      context: {
        selectedItems: [],
        orderTotal: 0,
        deliveryAddress: { street: "", city: "", notes: "" },
        paymentMethod: null,
        currentOrderId: "order-1",
      },
    });
  });

  it("answers what came with it once the order is placed", async () => {
    await fillCart();
    await checkOutByPickup();
    await chat.says("sí", "¿dónde está mi pedido?");
    expect(chat.drafts).toHaveLength(1);
    expect(chat.text).toContain("en preparación");
  });

  it("whose turn never ended is not repeated by what is said next", async () => {
    await fillCart();
    await checkOutByPickup();
    const wish = await chat.agent.answer(chat.request([say("si")]));
    expect(wish.order?.kind).toBe("place");
    expect(wish.replies).toEqual([]);
    chat.memory = wish.memory;
    await chat.says("sí");
    expect(chat.drafts).toEqual([]);
    expect(chat.text).toContain("No supimos");
  });
});

describe("at any time", () => {
  it("an order can be tracked, by the conversation's order or the phone number's latest", async () => {
    await chat.says("donde esta mi pedido");
    expect(chat.text).toContain("No encontré ningún pedido");
    expect(chat.last.state?.intent).toBe("info");
    restaurant.recent.push({ orderId: "x", orderNumber: "LT-77", status: "dispatched", lines: [] });
    await chat.says("seguir mi pedido");
    expect(chat.text).toContain("LT-77: en camino");
  });

  it("no order of a number that was only typed is shown: it may be anybody's", async () => {
    const userId = newUserId();
    const { subDomain, localId } = LA_TERRAZA;
    chat = new Chat({ tables, restaurant, conversation: { subDomain, localId, key: userId, userId } });
    await chat.says("3 limonadas");
    await checkOutByPickup();
    await chat.says("Rosa Quispe");
    await chat.says("987 654 321");
    restaurant.recent.push({ orderId: "x", orderNumber: "LT-88", status: "dispatched", lines: [] });
    await chat.says("seguir mi pedido");
    expect(chat.text).toContain("No encontré ningún pedido");
  });

  it("a person can be asked for, and the cart is still there afterwards", async () => {
    await fillCart();
    await chat.says("quiero hablar con una persona");
    expect(chat.last.wantsPerson).toBe(true);
    expect(chat.last.state?.intent).toBe("support");
    await chat.says("gracias");
    expect(chat.last.state?.intent).toBe("order");
    await chat.says("carrito");
    expect(chat.last.wantsPerson).toBeUndefined();
    expect(chat.context["orderTotal"]).toBe(51.8);
  });

  it("messages that piled up are answered together", async () => {
    await chat.says("hola", "quiero", "2 limonadas");
    expect(chat.last.replies).toHaveLength(1);
    expect(chat.text).toContain("2 × Limonada");
    expect(chat.text).not.toContain("no te entendí");
  });

  it("what an order needs may be said before it is asked", async () => {
    await chat.says("2 pizzas pepperoni familiares");
    expect(chat.step).toBe("awaiting_extras");
    await chat.says("clasica");
    await chat.says("no");
    await chat.says("pago con yape");
    expect(chat.step).toBe("checkout");
    await chat.says("carrito");
    await chat.says("mandalo a Av. Larco 345 en Miraflores");
    expect(chat.step).toBe("confirming");
    await chat.says("confirmo");
    expect(chat.drafts).toMatchObject([{ total: 2 * 5290 + 500, paymentMethod: "yape", type: "delivery" }]);
  });

  it("what is to go is not added", async () => {
    await fillCart();
    await chat.says("quita las limonadas por favor");
    expect(chat.context["selectedItems"]).toMatchObject([{ id: "margarita" }]);
    await chat.says("ya no quiero nada de eso");
    expect(chat.titles).toContain("Vaciar el carrito");
    expect(chat.last.state?.metadata["language"]).toBe("es");
  });

  it.each(["¿a qué hora cierran?", "gracias", "vivo en la casa 200"])(
    "%j is not taken for a product",
    async (text) => {
      await chat.says(text);
      expect(chat.text).not.toContain("No encontré");
      expect(chat.titles).toContain("Ver la carta");
    },
  );

  it("a greeting after a wish does not take its answer away", async () => {
    await chat.says("menu", "hola");
    expect(chat.titles).toContain("Pizzas");
  });

  it("several products in one sentence are all taken up", async () => {
    await chat.says("Quiero dos limonadas, 3 chichas y una pizza pepperoni por favor");
    expect(chat.step).toBe("awaiting_size");
    await chat.taps("Personal");
    await chat.taps("Clásica");
    await chat.taps("Listo, seguir");
    expect(chat.context["selectedItems"]).toMatchObject([
      { id: "limonada", quantity: 2 },
      { id: "chicha", quantity: 3 },
      { id: "pepperoni", quantity: 1 },
    ]);
  });

  it("what is not understood is counted, and answered with a way on", async () => {
    await chat.says("xyzzy");
    await chat.says("plugh");
    expect(chat.context["retryCount"]).toBe(2);
    expect(chat.options.length).toBeGreaterThan(0);
    await chat.says("menu");
    expect(chat.context["retryCount"]).toBe(0);
  });

  it.each([
    ["size:gone:gone-small", "No encontré"],
    ["product:sake", "Sake no está disponible"],
    ["category:gone:0", "ya no está vigente"],
    ["category:makis:99", "Makis"],
    ["line:gone", "está vacío"],
    ["set-quantity:gone:2", "ya no está vigente"],
    ["zone:miraflores", "ya no está vigente"],
    ["confirm:7", "ya no está vigente"],
    ["extra:margarita:crust:gone", "presentación"],
    ["made-up", "La Terraza"],
    ["method:delivery", "carta"],
    ["quantity:limonada:0", "hasta 99"],
  ])("the button %s of another time gets a sensible answer", async (id, expected) => {
    await chat.tapsId(id, "hola");
    expect(chat.text).toContain(expected);
    expect(chat.options.length).toBeGreaterThan(0);
  });

  it("whoever is not understood three times is offered a person, and can still answer what was asked", async () => {
    await chat.tapsId("size:margarita:margarita-small");
    for (const text of ["xyzzy", "plugh", "qwerty"]) await chat.says(text);
    expect(chat.titles).toContain("Hablar con alguien");
    await chat.says("clasica");
    expect(chat.text).toContain("Extras");
  });

  it("a kind of message that the bot does not read is answered", async () => {
    await chat.send({ kind: "other" });
    expect(chat.text).toContain("No puedo leer");
    await chat.send({ kind: "welcome" });
    expect(chat.text).toContain("La Terraza");
  });

  it("a restaurant without a menu is no dead end", async () => {
    restaurant.categories.length = 0;
    await chat.says("menu");
    expect(chat.titles).toEqual(["Hablar con alguien"]);
  });
});

it("a product that stands in the menu by a name of its own is found with its separator", async () => {
  restaurant.categories[1]?.products.push(product({ id: "duo", name: "Fresa y plátano", price: 1200 }));
  await chat.says("2 fresa y platano");
  expect(chat.context["selectedItems"]).toMatchObject([{ id: "duo", quantity: 2 }]);
});
