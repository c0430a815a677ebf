import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TurnMessage } from "../../functions/agents/agent.ts";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { Chat, say } from "./support/chat.ts";
import { createMemoryRestaurant, type MemoryRestaurant } from "./support/memory-catalogue.ts";

let tables: Tables;
let restaurant: MemoryRestaurant;
let chat: Chat;

beforeAll(async () => {
  tables = await startTables([CHECKPOINTS_TABLE]);
});
afterAll(async () => await tables.stop());
beforeEach(async () => {
  restaurant = createMemoryRestaurant();
  chat = new Chat({ tables, restaurant });
  await chat.says("2 limonadas");
  await chat.says("una agua mineral");
  for (const title of ["Pedir", "Recojo en local", "Efectivo"]) await chat.taps(title);
});

const tap = (id: string): TurnMessage["input"] => ({ kind: "choice", id, title: "Elegido" });
const confirmation = () => tap(chat.options.find(({ title }) => title === "Confirmar")?.id ?? "");

describe("what is taken back in the same breath as it was confirmed", () => {
  it.each([
    ["no, after all", "no", 24],
    ["a cancellation", "cancelar", 24],
    ["a sentence that cancels", "mejor cancela todo por favor", 24],
    ["a moment to think", "espera", 24],
    ["an empty cart", "vaciar carrito", 0],
    ["less of it", "quita el agua mineral", 19],
    ["something that is to go, and nobody knows what", "ya no quiero nada de eso", 24],
    ["more of it", "3 chichas", 48],
    ["something that has to be chosen first", "una pizza pepperoni", 24],
    ["another way to pay", "pago con yape", 24],
    ["another way to get it", "mejor para llevar", 24],
    ["a person", "quiero hablar con una persona", 24],
  ])("is not ordered: %s", async (_, text, total) => {
    for (const yes of [say("sí"), confirmation()]) {
      const fork = chat.continuedAt(restaurant, tables);
      await fork.send(yes, say(text));
      expect(fork.drafts).toEqual([]);
      expect(fork.context["orderTotal"]).toBe(total);
      expect(fork.text).toContain("No envié tu pedido");
      expect(fork.text).not.toContain("¡Gracias!");
      expect(fork.last.replies).toHaveLength(1);
    }
  });

  it("is not ordered by button either", async () => {
    const buttons = ["decline", "cancel", "clear", "edit", "person", "product:limonada", "pay:card"];
    for (const id of [...buttons, "method:on_site", "quantity:limonada:2", "other-address"]) {
      const fork = chat.continuedAt(restaurant, tables);
      await fork.send(confirmation(), tap(id));
      expect(fork.drafts, id).toEqual([]);
    }
  });

  it("is not ordered when a shared location or a basket came after", async () => {
    const inputs: TurnMessage["input"][] = [
      { kind: "location", location: { latitude: -12.12, longitude: -77.03 } },
      { kind: "basket", lines: [{ productId: "limonada", quantity: 1 }] },
    ];
    for (const later of inputs) {
      const fork = chat.continuedAt(restaurant, tables);
      await fork.send(confirmation(), later);
      expect(fork.drafts).toEqual([]);
    }
  });

  it("is a person's from then on, and theirs to know that nothing was ordered", async () => {
    await chat.says("sí", "quiero hablar con una persona", "sí");
    expect(chat.last.wantsPerson).toBe(true);
    expect(chat.drafts).toEqual([]);
    expect(chat.text).toMatch(/No envié tu pedido.*\n.*una persona/);
    await chat.says("sí");
    expect(chat.drafts).toEqual([]);
    expect(chat.step).toBe("confirming");
  });

  it("is not ordered by one more yes: what is ordered now has not been seen", async () => {
    await chat.says("sí", "quita el agua mineral", "sí", "confirmo");
    expect(chat.drafts).toEqual([]);
    expect(chat.step).toBe("confirming");
    await chat.says("sí");
    expect(chat.drafts).toMatchObject([{ total: 1900 }]);
  });

  it("is taken back whatever was said between", async () => {
    await chat.says("sí", "¿dónde está mi pedido?", "carta", "no");
    expect(chat.drafts).toEqual([]);
    expect(chat.step).toBe("cart");
  });

  it("can be ordered afterwards", async () => {
    await chat.says("sí", "cancelar");
    await chat.taps("Pedir");
    await chat.taps("Confirmar");
    expect(chat.drafts).toMatchObject([{ total: 2400 }]);
  });
});

describe("what is confirmed", () => {
  it.each(["sí", "gracias", "carta", "carrito", "¿dónde está mi pedido?", "👍", "listo, eso es todo"])(
    "is ordered when %j came with it",
    async (text) => {
      await chat.says("sí", text);
      expect(chat.drafts).toMatchObject([{ total: 2400 }]);
      expect(chat.text).toContain("¡Gracias!");
      expect(chat.text).not.toContain("no te entendí");
    },
  );

  it("is not ordered when it was changed right before: that has not been seen", async () => {
    restaurant.change("agua", { price: 0 });
    await chat.says("quita algo", "sí");
    expect(chat.drafts).toEqual([]);
  });
});
