import type { Action } from "../actions.ts";
import { lineKey } from "../flow/cart.ts";
import type { Flow } from "../flow/flow.ts";
import type { OrderStage } from "../state.ts";
import { answerQuestion } from "./answer-question.ts";
import { findCommand, isRemoval, readCommand, readMethod, readPayment } from "./keywords.ts";
import { readChoices } from "./named-choice.ts";
import { findProducts, type Mentioned } from "./products.ts";
import { wordsOf } from "./words.ts";

/** To which almost any text is an answer. */
const OPEN_QUESTIONS: ReadonlySet<OrderStage> = new Set([
  "awaiting_location",
  "awaiting_name",
  "awaiting_phone",
]);

/** What a text certainly means, read without a model: a command, the answer to what was asked, or products and nothing else. */
export async function readAnswer(flow: Flow, text: string): Promise<readonly Action[] | undefined> {
  const command = readCommand(text);
  const answer = await answerQuestion(flow, text);
  // "Carte" is a card to whoever was asked how to pay, and "menu" is nobody's name.
  if (command !== undefined && (answer.length === 0 || OPEN_QUESTIONS.has(flow.state.order_stage)))
    return [command];
  if (answer.length > 0) return answer;
  const { items, isExact } = findProducts(await flow.catalogue.menu(flow.branch, flow.work), text);
  return isExact && items.length > 0 ? [{ type: "add", items: [...items] }] : undefined;
}

/** What a text may mean besides: products by name, something of the order, commands that it mentions. At worst "unknown". */
export async function guess(flow: Flow, text: string): Promise<readonly Action[]> {
  const menu = await flow.catalogue.menu(flow.branch, flow.work);
  const { items, ambiguous, isMissing } = findProducts(menu, text);
  if (isRemoval(text) && flow.state.cart.length > 0) {
    return [removal(flow, [...items.map(({ productId }) => productId), ...(ambiguous?.ids ?? [])])];
  }
  const missing: Action[] = isMissing ? [{ type: "not-found" }] : [];
  if (ambiguous !== undefined) {
    const { ids, quantity } = ambiguous;
    return [...missing, { type: "found", ids: [...ids], quantity, items: [...items] }];
  }
  const [only, another] = items;
  if (only !== undefined && another === undefined) {
    return [...missing, { type: "add", items: [await inItsSize(flow, only, text)] }];
  }
  if (items.length > 0) return [...missing, { type: "add", items: [...items] }];
  const detail = await orderDetail(flow, text);
  if (detail !== undefined) return [detail];
  const [category] = /^\s*\d+\s*$/.test(text) ? [] : readChoices(text, menu.categories);
  if (category !== undefined) return [{ type: "category", id: category.id, page: 0 }];
  const command = findCommand(text);
  if (command !== undefined && command.type !== "greet") return [command];
  if (isMissing) return missing;
  return [command ?? { type: "unknown" }];
}

/** The one line that is meant goes; otherwise the customer shows which. */
function removal({ state }: Flow, productIds: readonly string[]): Action {
  const [line, another] = state.cart.filter(({ productId }) => productIds.includes(productId));
  if (line === undefined || another !== undefined) return { type: "edit" };
  return { type: "set-quantity", key: lineKey(line), quantity: 0 };
}

/** "Pizza margarita familiar": the size need not be asked for. */
async function inItsSize(flow: Flow, item: Mentioned["items"][number], text: string) {
  const product = await flow.catalogue.product(flow.branch, item.productId, flow.work);
  const [size, another] = readChoices(text, product?.presentations ?? []);
  return size === undefined || another !== undefined ? item : { ...item, presentationId: size.id };
}

/** How, where to or with what an order is paid may be said before it is asked. */
async function orderDetail(flow: Flow, text: string): Promise<Action | undefined> {
  if (flow.state.cart.length === 0) return undefined;
  const zones = await flow.catalogue.zones(flow.branch, flow.work);
  if (readChoices(text, zones).length > 0 && wordsOf(text).length > 2) {
    return { type: "address", street: text.trim().slice(0, 200) };
  }
  const payment = readPayment(text);
  if (payment !== undefined) return { type: "pay", method: payment };
  const method = readMethod(text);
  return method === undefined ? undefined : { type: "method", method };
}
