import type { Action } from "../actions.ts";
import { zonesToChoose } from "../flow/destination.ts";
import type { Flow } from "../flow/flow.ts";
import { openModifier } from "../flow/select-product.ts";
import { readConsent, readMethod, readPayment } from "./keywords.ts";
import { readChoices } from "./named-choice.ts";
import { numberOf } from "./numbers.ts";
import { findProducts } from "./products.ts";
import { wordsOf } from "./words.ts";

/** What a text says to the question that the stage asks; nothing when it does not answer it. */
export async function answerQuestion(flow: Flow, text: string): Promise<Action[]> {
  switch (flow.state.order_stage) {
    case "awaiting_size":
    case "awaiting_extras":
    case "customizing":
      return await selectionAnswer(flow, text);
    case "selecting_items":
      return await foundProduct(flow, text);
    case "cart":
      return readConsent(text) === "agree" ? [{ type: "checkout" }] : lineQuantity(flow, text);
    case "checkout": {
      const method = readMethod(text);
      return method === undefined ? [] : [{ type: "method", method }];
    }
    case "awaiting_location":
      return isAddress(text) ? [{ type: "address", street: text.trim().slice(0, 200) }] : [];
    case "delivery":
      return await zoneAnswer(flow, text);
    case "awaiting_payment": {
      const method = readPayment(text);
      return method === undefined ? [] : [{ type: "pay", method }];
    }
    case "awaiting_name":
      return /\p{L}{2}/u.test(text) ? [{ type: "name", name: text.trim().slice(0, 80) }] : [];
    case "awaiting_phone":
      return /\d/.test(text) ? [{ type: "phone", phone: text.slice(0, 100) }] : [];
    case "confirming": {
      const consent = readConsent(text);
      return consent === undefined ? [] : [{ type: consent }];
    }
    default:
      return [];
  }
}

async function selectionAnswer(flow: Flow, text: string): Promise<Action[]> {
  const { selection, order_stage: stage } = flow.state;
  if (selection === null) return [];
  const { productId } = selection;
  if (stage === "customizing") return await quantityAnswer(flow, productId, text);
  const product = await flow.catalogue.product(flow.branch, productId, flow.work);
  if (product === undefined) return [];
  if (stage === "awaiting_size") {
    const [presentation] = readChoices(text, product.presentations);
    return presentation === undefined ? [] : [{ type: "size", productId, presentationId: presentation.id }];
  }
  const modifier = openModifier(product, selection);
  if (modifier === undefined) return [];
  const options = readChoices(text, modifier.options);
  if (options.length > 0) {
    return options.map(({ id }) => ({ type: "extra", productId, modifierId: modifier.id, optionId: id }));
  }
  return isEnough(text) && modifier.minSelections === 0
    ? [{ type: "extras-done", productId, modifierId: modifier.id }]
    : [];
}

/** A number, perhaps with the product's name; "2 limonadas" is no number of pizzas. */
async function quantityAnswer(flow: Flow, productId: string, text: string): Promise<Action[]> {
  const words = wordsOf(text);
  const quantity = words.map(numberOf).find((number) => number !== undefined);
  if (quantity === undefined || words.length > 4) return [];
  const { items } = findProducts(await flow.catalogue.menu(flow.branch, flow.work), text);
  return items.some((item) => item.productId !== productId)
    ? []
    : [{ type: "quantity", productId, quantity }];
}

/** Nothing more of the extras. */
const ENOUGH =
  /^(no|nada|nada mas|ningun[oa]?|sin extras|asi esta bien|listo|dale|ok|none|nothing|no thanks|that s it|done|non|rien|aucun|c est bon|nao|nenhum|so isso|pronto)$/;

function isEnough(text: string): boolean {
  return ENOUGH.test(wordsOf(text).join(" "));
}

/** One of the products that were found, by its number in the list or its name; how many are wanted is known already. */
async function foundProduct(flow: Flow, text: string): Promise<Action[]> {
  const ids = flow.state.place.found ?? [];
  const words = wordsOf(text);
  const numbered = words.length === 1 ? ids[(numberOf(words[0] ?? "") ?? 0) - 1] : undefined;
  if (numbered !== undefined) return [{ type: "product", id: numbered }];
  const { categories } = await flow.catalogue.menu(flow.branch, flow.work);
  const products = categories.flatMap(({ products }) => products).filter(({ id }) => ids.includes(id));
  const [named, another] = findProducts({ categories: [{ id: "", name: "", products }] }, text).items;
  const isOne = named !== undefined && another === undefined && named.quantity === undefined;
  return isOne ? [{ type: "product", id: named.productId }] : [];
}

function lineQuantity(flow: Flow, text: string): Action[] {
  const key = flow.state.place.lineKey;
  const words = wordsOf(text);
  const quantity = words.length === 1 ? numberOf(words[0] ?? "") : undefined;
  return key === undefined || quantity === undefined ? [] : [{ type: "set-quantity", key, quantity }];
}

async function zoneAnswer(flow: Flow, text: string): Promise<Action[]> {
  const { user_location: location } = flow.state;
  if (location === null) return [];
  const zones = zonesToChoose(await flow.catalogue.zones(flow.branch, flow.work), location);
  const [zone] = readChoices(text, zones);
  return zone === undefined ? [] : [{ type: "zone", id: zone.id }];
}

/** Letters, and more than a word: "ok" is no address. */
function isAddress(text: string): boolean {
  return /\p{L}{3}/u.test(text) && wordsOf(text).length >= 2;
}
