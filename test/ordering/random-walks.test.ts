import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LANGUAGES } from "../../functions/ordering/texts/languages.ts";
import { formatMoney } from "../../functions/restaurant/money.ts";
import type { OrderDraft } from "../../functions/restaurant/order.ts";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { Chat } from "./support/chat.ts";
import { createMemoryRestaurant, type MemoryRestaurant } from "./support/memory-catalogue.ts";

let tables: Tables;

beforeAll(async () => {
  tables = await startTables([CHECKPOINTS_TABLE]);
});
afterAll(async () => await tables.stop());

const SAYINGS = [
  ...["hola", "carta", "carrito", "2 limonadas", "una pizza pepperoni", "pizza", "3", "si", "no", "cancelar"],
  ...[
    "vaciar carrito",
    "pagar",
    "Calle Los Pinos 123",
    "Av. Larco 5, Miraflores",
    "efectivo",
    "recojo",
    "delivery",
  ],
  ...[
    "donde esta mi pedido",
    "ayuda",
    "¿?",
    "cambiar",
    "familiar",
    "clasica",
    "listo",
    "one lemonade please",
    "0",
  ],
];

/** A walk on foot seldom gets as far as a summary. */
const TO_THE_CART = ["hola", "3 limonadas"];
const TO_THE_SUMMARY = [...TO_THE_CART, "pagar", "recojo", "efectivo"];
const TO_THE_DOOR = [...TO_THE_CART, "pagar", "delivery", "Av. Larco 5, Miraflores", "yape"];
const STARTS = [["hola"], TO_THE_CART, TO_THE_SUMMARY, TO_THE_DOOR];

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("tap"), pick: fc.nat(20) }) },
  // Forward, so that walks get as far as orders.
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("first"), pick: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("old"), pick: fc.nat(500) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("say"), pick: fc.nat(SAYINGS.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("near"), pick: fc.nat(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("far"), pick: fc.nat(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("basket"), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("price"), pick: fc.nat(500) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("stock"), pick: fc.nat(1) }) },
);
type Step = { readonly kind: string; readonly pick: number };

it("has no dead end, adds up, orders once for each confirmation and tells CartaAI the truth, wherever people go", {
  timeout: 240_000,
}, async () => {
  const starts = await Promise.all(STARTS.map(startOf));
  let orders = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...starts),
      fc.array(step, { minLength: 3, maxLength: 14 }),
      async (start, steps) => {
        const restaurant = createMemoryRestaurant();
        const walk = new Walk(start.continuedAt(restaurant, tables), restaurant);
        for (const each of steps) await walk.take(each);
        orders += walk.chat.drafts.length;
        await walk.orderAtLast();
      },
    ),
    { numRuns: 200 },
  );
  // Or confirmations have hardly been tried.
  expect(orders).toBeGreaterThan(20);
});

/** Where many walks begin: each is a continuation of the same memory. */
async function startOf(texts: readonly string[]): Promise<Chat> {
  const chat = new Chat({ tables, restaurant: createMemoryRestaurant() });
  for (const text of texts) await chat.says(text);
  return chat;
}

class Walk {
  readonly chat: Chat;
  readonly #restaurant: MemoryRestaurant;
  readonly #seen = new Set<string>();
  readonly #confirmed = new Set<string>();
  /** The one that was shown last. */
  #summary = { id: "", text: "" };

  constructor(chat: Chat, restaurant: MemoryRestaurant) {
    this.chat = chat;
    this.#restaurant = restaurant;
    this.#look();
  }

  async take({ kind, pick }: Step): Promise<void> {
    const { options } = this.chat;
    const option =
      kind === "first" ? options[Math.min(pick, options.length - 1)] : options[pick % options.length];
    if (kind === "price") return this.#restaurant.change("limonada", { price: 900 + pick });
    if (kind === "stock") return this.#restaurant.change("pepperoni", { isAvailable: pick === 1 });
    if (kind === "near") await this.#turn(() => this.chat.shares(-12.12, -77.03));
    else if (kind === "far") await this.#turn(() => this.chat.shares(40, 3));
    else if (kind === "say") await this.says(SAYINGS[pick] ?? "");
    else if (kind === "old") await this.#tap([...this.#seen][pick % this.#seen.size] ?? "greet");
    else if (kind === "basket") {
      const lines = [
        { productId: "margarita", quantity: pick + 1 },
        { productId: "agua", quantity: 1 },
      ];
      await this.#turn(() => this.chat.send({ kind: "basket", lines }));
    } else await this.#tap(option?.id ?? "greet");
  }

  async says(text: string): Promise<void> {
    await this.#turn(() => this.chat.says(text), text);
  }

  /** Wherever somebody has ended up, an order is a few messages away. */
  async orderAtLast(): Promise<void> {
    this.#restaurant.change("limonada", { price: 950 });
    const taps = [
      "clear",
      "product:limonada",
      "quantity:limonada:2",
      "checkout",
      "method:pickup",
      "pay:cash",
    ];
    const choices = taps.map((id) => ({ kind: "choice" as const, id, title: "tapped" }));
    await this.#turn(() => this.chat.send(...choices));
    const before = this.chat.drafts.length;
    await this.#tap(this.chat.options[0]?.id ?? "");
    expect(this.chat.drafts).toHaveLength(before + 1);
    expect(this.chat.drafts.at(-1)).toMatchObject({ total: 1900, type: "pickup" });
  }

  async #tap(id: string): Promise<void> {
    await this.#turn(() => this.chat.tapsId(id, "tapped"), id);
  }

  async #turn(act: () => Promise<unknown>, confirmation = ""): Promise<void> {
    const { chat } = this;
    const ordersBefore = chat.drafts.length;
    await act();
    const ordered = chat.drafts.slice(ordersBefore);
    if (ordered.length > 0) this.#checkOrder(ordered, confirmation);
    this.#look();
    this.#checkAnswer();
  }

  #look(): void {
    for (const { id } of this.chat.options) {
      this.#seen.add(id);
      if (id.startsWith("confirm:")) this.#summary = { id, text: this.chat.text };
    }
  }

  #checkAnswer(): void {
    const { last, context } = this.chat;
    const leadsOn = last.replies.some(({ kind }) => kind !== "text" && kind !== "image");
    expect(leadsOn || last.wantsPerson === true, this.chat.text).toBe(true);

    const items = context["selectedItems"];
    if (!Array.isArray(items)) throw new Error("no items");
    const goods = items.reduce((sum, { price, quantity }) => sum + Math.round(price * 100) * quantity, 0);
    const address: unknown = context["deliveryAddress"];
    const total = Math.round(Number(context["orderTotal"]) * 100);
    expect(total).toBe(goods + (goods === 0 ? 0 : this.#fee(address, goods)));
    if (this.chat.options.some(({ id }) => id.startsWith("confirm:")))
      expect(isStated(total, this.chat.text)).toBe(true);
    this.#checkIntent(items.length);
  }

  /** The table, in the words of the issue. */
  #checkIntent(items: number): void {
    const { intent, step } = this.chat.last.state ?? {};
    const byStep: Record<string, string> = {
      ...{ cart: "order", selecting_items: "order", customizing: "order", awaiting_size: "order" },
      ...{
        awaiting_extras: "order",
        checkout: "delivery",
        delivery: "delivery",
        awaiting_location: "delivery",
      },
      ...{ awaiting_payment: "payment", awaiting_phone: "payment", browsing_menu: "menu" },
    };
    const expected = byStep[step ?? ""] ?? (items > 0 ? "order" : "idle");
    // Said by the action itself, until something else is done.
    const explicit = step === "tracking" ? ["info", "support"] : ["support"];
    expect([expected, ...explicit]).toContain(intent);
  }

  #checkOrder(ordered: readonly OrderDraft[], confirmation: string): void {
    const { id, text } = this.#summary;
    expect(ordered).toHaveLength(1);
    expect([id, "si", "listo"]).toContain(confirmation);
    expect(this.#confirmed.has(id)).toBe(false);
    this.#confirmed.add(id);
    for (const draft of ordered) {
      const goods = draft.lines.reduce((sum, { quantity, unitPrice, modifiers }) => {
        const extras = modifiers.flatMap(({ options }) => options).reduce((all, { price }) => all + price, 0);
        return sum + quantity * (unitPrice + extras);
      }, 0);
      expect(draft.total).toBe(goods + (draft.delivery?.fee ?? 0));
      expect(isStated(draft.total, text)).toBe(true);
    }
  }

  #fee(address: unknown, goods: number): number {
    const city = Object.entries(address ?? {}).find(([name]) => name === "city")?.[1];
    const zone = this.#restaurant.zones.find(({ name }) => name === city);
    if (zone === undefined) return 0;
    return zone.freeFrom !== undefined && goods >= zone.freeFrom ? 0 : zone.fee;
  }
}

/** In whichever language the walk has got to. */
function isStated(amount: number, text: string): boolean {
  return LANGUAGES.some((language) => text.includes(formatMoney(amount, "PEN", language)));
}
