import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import { LANGUAGES } from "../../../functions/ordering/texts/languages.ts";
import { textsOf } from "../../../functions/ordering/texts/texts.ts";
import { formatMoney } from "../../../functions/restaurant/money.ts";
import { LA_TERRAZA as MENU } from "../../../local/cartaai/restaurants/la-terraza.ts";
import type { Product, Restaurant } from "../../../local/cartaai/restaurants/restaurant.ts";
import { messagesWebhook, newMessage, type WebhookMessage } from "../../../local/runtime/webhook-body.ts";
import { LA_TERRAZA, newPhone } from "../../support/conversations.ts";
import { expectedOf, readGraphState } from "./graph-state.ts";
import { Pipeline } from "./pipeline.ts";
import { type Sent, saidBy } from "./sent.ts";

const SECOND = 1_000;
/** Longer than menus are remembered for. */
const UNTIL_THE_MENU_IS_READ = 16 * 60 * SECOND;
/** Said after a confirmation, these take it back. */
const AGAINST = new Set(["no", "cancelar", "vaciar carrito", "2 limonadas", "recojo", "efectivo", "cambiar"]);

/** One customer on their way through the whole pipeline. Each turn is looked at, and in the end what CartaAI holds. */
export class Walk {
  readonly #pipeline: Pipeline;
  readonly #dynamodb: DynamoDBClient;
  readonly #restaurant: Restaurant;
  readonly #phone = newPhone();
  readonly #seen = new Set<string>(["greet"]);
  readonly #confirmed = new Set<string>();
  #messages = 0;
  #text = "";
  /** The one that was shown last. */
  #summary = { id: "", text: "" };
  /** Ids of what can be tapped in the last answer. */
  options: readonly string[] = [];

  private constructor(pipeline: Pipeline, dynamodb: DynamoDBClient, restaurant: Restaurant) {
    this.#pipeline = pipeline;
    this.#dynamodb = dynamodb;
    this.#restaurant = restaurant;
  }

  static async begin(dynamodb: DynamoDBClient): Promise<Walk> {
    const restaurant = structuredClone(MENU);
    return new Walk(await Pipeline.create(dynamodb, restaurant), dynamodb, restaurant);
  }

  get seen(): readonly string[] {
    return [...this.#seen];
  }

  get orders() {
    return this.#pipeline.cartaai.orders();
  }

  /** CartaAI is told what has piled up for it. */
  async catchUp(): Promise<void> {
    await this.#pipeline.catchUp();
  }

  /** The menu changes under the customer's feet. */
  change(productId: string, over: Partial<Product>): void {
    const products = this.#restaurant.categories.flatMap(({ products }) => products);
    Object.assign(products.find(({ id }) => id === productId) ?? {}, over);
    this.#pipeline.now += UNTIL_THE_MENU_IS_READ;
  }

  /** Messages that come at once, and what is answered to them. */
  async sends(...pile: readonly Sent[]): Promise<void> {
    const { whatsapp } = this.#pipeline;
    const [sentBefore, ordersBefore] = [whatsapp.sent().length, this.orders.length];
    this.#pipeline.now += SECOND;
    this.#messages += pile.length;
    const timestamp = String(Math.floor(this.#pipeline.now / SECOND));
    const messages = pile.map((each): WebhookMessage => {
      return { ...newMessage(), timestamp, from: this.#phone, ...each };
    });
    const contacts = [{ profile: { name: "Ana" }, wa_id: this.#phone }];
    await this.#pipeline.post(messagesWebhook(LA_TERRAZA.phoneNumberId, { contacts, messages }));
    this.#look(whatsapp.sent().slice(sentBefore));
    this.#checkOrders(pile, this.orders.slice(ordersBefore));
    this.#rememberSummary();
  }

  #look(sent: ReturnType<Pipeline["whatsapp"]["sent"]>): void {
    const interactive = sent.flatMap(({ message }) =>
      message.type === "interactive" ? [message.interactive] : [],
    );
    this.#text = sent
      .map(({ message }) => (message.type === "text" ? message.text.body : ""))
      .concat(interactive.map(({ body }) => body.text))
      .join("\n");
    this.options = interactive.flatMap((offer) => {
      if (offer.type === "button") return offer.action.buttons.map(({ reply }) => reply.id);
      return offer.type === "list"
        ? offer.action.sections.flatMap(({ rows }) => rows.map(({ id }) => id))
        : [];
    });
    for (const id of this.options) this.#seen.add(id);
    const isForStaff = LANGUAGES.some((language) => this.#text.includes(textsOf(language).personComing));
    expect(interactive.length > 0 || isForStaff, this.#text).toBe(true);
  }

  #rememberSummary(): void {
    const id = this.options.find((each) => each.startsWith("confirm:"));
    if (id !== undefined) this.#summary = { id, text: this.#text };
  }

  #checkOrders(pile: readonly Sent[], ordered: readonly Walk["orders"][number][]): void {
    const [order, another] = ordered;
    if (order === undefined) return;
    const { id, text } = this.#summary;
    expect(another).toBeUndefined();
    const said = pile.map(saidBy);
    const confirmation = said.findIndex((each) => [id, "si", "listo"].includes(each));
    expect(confirmation, said.join(" | ")).not.toBe(-1);
    expect(said.slice(confirmation).filter((each) => AGAINST.has(each))).toEqual([]);
    expect(this.#confirmed.has(id)).toBe(false);
    this.#confirmed.add(id);
    expect(isStated(this.#totalOf(order), text), text).toBe(true);
  }

  /** Minor units, of what was ordered where. */
  #totalOf({ items, type, customer }: Walk["orders"][number]): number {
    const goods = items.reduce((sum, { quantity, unitPrice, modifiers = [] }) => {
      const extras = modifiers.flatMap(({ options }) => options).reduce((all, { price }) => all + price, 0);
      return sum + quantity * Math.round((unitPrice + extras) * 100);
    }, 0);
    const zone = this.#restaurant.zones.find(({ name }) => name === customer.address?.city);
    if (type !== "delivery" || zone === undefined) return goods;
    return zone.freeFrom !== undefined && goods >= zone.freeFrom * 100
      ? goods
      : goods + zone.deliveryCost * 100;
  }

  /** CartaAI has all of it, once, and as the graph has it. */
  async end(): Promise<void> {
    await this.catchUp();
    const { subDomain, localId } = LA_TERRAZA;
    const phone = `+${this.#phone}`;
    const state = await readGraphState(this.#dynamodb, { subDomain, localId, key: phone, phone });
    const [held, another] = this.#pipeline.cartaai.conversations();
    expect(another).toBeUndefined();
    expect(held).toMatchObject(expectedOf(state, this.#restaurant));
    const ids = this.orders.map(({ _id }) => _id);
    expect(held?.context["orderHistory"] ?? []).toEqual(ids);
    expect(held?.context["currentOrderId"]).toBe(ids.at(-1) ?? "");
    const transcript = this.#pipeline.cartaai.transcript(phone, subDomain);
    expect(transcript.filter(({ role }) => role === "user")).toHaveLength(this.#messages);
    expect(transcript.at(-1)?.content).toContain(this.#text.trim().split("\n")[0]);
  }
}

/** In whichever language the walk has got to. */
function isStated(amount: number, text: string): boolean {
  return LANGUAGES.some((language) => text.includes(formatMoney(amount, "PEN", language)));
}
