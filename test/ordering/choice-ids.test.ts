import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ChoiceAction,
  choiceId,
  type Origin,
  readChoiceId,
  resolveChoice,
} from "../../functions/ordering/choice-ids.ts";
import { optionSchema } from "../../functions/replies/reply.ts";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { Chat } from "./support/chat.ts";
import { CRUST, createMemoryRestaurant, PIZZA_SIZES, product } from "./support/memory-catalogue.ts";

/** Of any characters, lone surrogates among them; often long, and often with what ids themselves are made of. */
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.constantFrom(":", "=", "%", "~", " ", "ñ", "🍕", "a", "\ud83c"),
);
const anyId = fc.oneof(
  fc.string({ unit, minLength: 1, maxLength: 60 }),
  fc.string({ unit, minLength: 100, maxLength: 300 }),
);
/** A restaurant's ids. */
const menu = fc.uniqueArray(anyId, { minLength: 3, maxLength: 12 });

const actionsOf = (ids: readonly string[]) => {
  const id = fc.constantFrom(...ids);
  return fc.oneof<fc.Arbitrary<ChoiceAction>[]>(
    fc.record({ type: fc.constant("product"), id }),
    fc.record({ type: fc.constant("zone"), id }),
    fc.record({ type: fc.constant("category"), id, page: fc.nat(1000) }),
    fc.record({ type: fc.constant("quantity"), productId: id, quantity: fc.nat(99) }),
    fc.record({ type: fc.constant("size"), productId: id, presentationId: id }),
    fc.record({ type: fc.constant("extras-done"), productId: id, modifierId: id }),
    fc.record({ type: fc.constant("extra"), productId: id, modifierId: id, optionId: id }),
    fc.record({ type: fc.constant("confirm"), revision: fc.nat() }),
  );
};

async function readBack(id: string, ids: readonly string[]) {
  const action = readChoiceId(id);
  return action?.type === "choice" ? await resolveChoice(action.id, async () => ids) : action;
}

describe("a choice's id", () => {
  it("comes back as the action that it stood for, whatever ids a restaurant has", async () => {
    const choices = menu.chain((ids) => fc.record({ ids: fc.constant(ids), action: actionsOf(ids) }));
    await fc.assert(
      fc.asyncProperty(choices, async ({ ids, action }) => {
        expect(await readBack(choiceId(action), ids)).toEqual(action);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is one that WhatsApp takes, the same each time, and of one action alone", () => {
    const two = menu.chain((ids) => fc.tuple(actionsOf(ids), actionsOf(ids)));
    fc.assert(
      fc.property(two, ([one, other]) => {
        const id = choiceId(one);
        expect(optionSchema.safeParse({ id, title: "Elegir" }).success).toBe(true);
        expect(choiceId({ ...one })).toBe(id);
        expect(choiceId(other) === id).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 1_000 },
    );
  });

  it("is readable where it can be", () => {
    expect(choiceId({ type: "size", productId: "prod006", presentationId: "prod006-familiar" })).toBe(
      "size:prod006:prod006-familiar",
    );
  });

  it("is looked up among what it can be: a zone's is no product's", async () => {
    const long = "z".repeat(300);
    const asked: Origin[] = [];
    const extra = { type: "extra", productId: long, modifierId: `${long}m`, optionId: `${long}o` } as const;
    await resolveChoice(choiceId(extra), async (origin) => {
      asked.push({ ...origin, known: new Map(origin.known) });
      return [long, `${long}m`, `${long}o`];
    });
    expect(asked.map(({ name, known }) => [name, [...known.values()]])).toEqual([
      ["productId", []],
      ["modifierId", [long]],
      ["optionId", [long, `${long}m`]],
    ]);
  });

  it("of what is not on the menu any more stands for nothing", async () => {
    const id = choiceId({ type: "product", id: "p".repeat(300) });
    expect(await readBack(id, ["other", "p".repeat(299)])).toBeUndefined();
    expect(await readBack(id, ["p".repeat(300), "p".repeat(300)])).toEqual({
      type: "product",
      id: "p".repeat(300),
    });
  });

  it("that was made up is none", async () => {
    const broken = [
      "",
      "confirm",
      "confirm:x",
      "pay:gold",
      "size:%E0%A4%A:x",
      "constructor",
      "add:x",
      "menu:-1",
    ];
    for (const id of [...broken, `product:${"x".repeat(300)}`]) {
      expect(readChoiceId(id), id).toBeUndefined();
    }
    for (const id of ["confirm:=x", "pay:=", "category:=x:=y", "extra:=:=:="]) {
      expect(await readBack(id, ["cash"]), id).toBeUndefined();
    }
    await fc.assert(fc.asyncProperty(fc.string(), async (id) => void (await readBack(id, ["a"]))));
  });
});

describe("a restaurant with ids of 300 characters", () => {
  let tables: Tables;
  beforeAll(async () => {
    tables = await startTables([CHECKPOINTS_TABLE]);
  });
  afterAll(async () => await tables.stop());

  const long = (name: string) => `${name}:ñ=${"🍕/".repeat(100)}`.slice(0, 299) + name.at(-1);

  it("sells by button from the menu to the order's number", async () => {
    const restaurant = createMemoryRestaurant();
    const id = long("pizza-1");
    const presentations = PIZZA_SIZES(id, 2490);
    const crust = {
      ...{ ...CRUST, id: long("crust-1") },
      options: CRUST.options.map((option) => ({ ...option, id: long(option.id) })),
    };
    const one = product({ id, name: "Pizza larga", price: 2490, presentations, modifiers: [crust] });
    const other = { ...one, id: long("pizza-2"), name: "Pizza ancha", price: 100 };
    restaurant.categories.unshift({ id: long("pizzas"), name: "Largas", products: [other, one] });
    restaurant.zones = restaurant.zones.map((zone) => ({ ...zone, id: long(zone.id), area: [] }));

    const chat = new Chat({ tables, restaurant });
    await chat.says("menu");
    for (const title of ["Largas", "Pizza larga", "Familiar", "Borde de queso", "2"]) await chat.taps(title);
    for (const title of ["Pedir", "Delivery"]) await chat.taps(title);
    await chat.says("Calle Los Pinos 123");
    for (const title of ["San Isidro", "Efectivo", "Confirmar"]) await chat.taps(title);

    expect(chat.drafts).toMatchObject([
      {
        total: 2 * (4990 + 790) + 850,
        lines: [{ productId: id, presentationId: `${id}-large`, modifiers: [{ modifierId: crust.id }] }],
      },
    ]);
  });

  it("says so when what was tapped is gone", async () => {
    const restaurant = createMemoryRestaurant();
    const chat = new Chat({ tables, restaurant });
    await chat.tapsId(choiceId({ type: "product", id: long("gone") }));
    expect(chat.text).toContain("ya no está vigente");
    expect(chat.options.length).toBeGreaterThan(0);
  });
});
