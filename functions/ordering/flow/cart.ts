import { createHash } from "node:crypto";
import type { OrderLine } from "../../restaurant/order.ts";
import { choiceOf, MOST_PIECES, priceLine } from "../../restaurant/price-line.ts";
import { goodsTotal } from "../../restaurant/pricing.ts";
import { showMenu } from "./browse.ts";
import { ask, type Flow, notice, show } from "./flow.ts";

/** Lines in a cart: what a message, a list and CartaAI's state can show. */
const MOST_LINES = 30;

/** Tells a line from the others of the cart, also after its quantity was changed. */
export function lineKey(line: OrderLine): string {
  const { presentationId, options, notes } = choiceOf(line);
  const identity = JSON.stringify([line.productId, presentationId, options, notes]);
  return createHash("sha256").update(identity).digest("base64url").slice(0, 10);
}

export function showCart(flow: Flow): void {
  flow.state.place = {};
  if (flow.state.cart.length > 0) ask(flow, "cart");
  else {
    notice(flow, flow.texts.cartEmpty);
    showMenu(flow, 0);
  }
}

/** The same choice again makes the line longer. */
export function addLine(flow: Flow, line: OrderLine): void {
  const key = lineKey(line);
  const present = flow.state.cart.find((other) => lineKey(other) === key);
  const quantity = (present?.quantity ?? 0) + line.quantity;
  const isFull = present === undefined && flow.state.cart.length >= MOST_LINES;
  if (isFull || quantity > MOST_PIECES) {
    notice(flow, isFull ? flow.texts.cartFull : flow.texts.tooMany(MOST_PIECES));
    return;
  }
  flow.state.cart =
    present === undefined
      ? [...flow.state.cart, line]
      : flow.state.cart.map((other) => (other === present ? { ...line, quantity } : other));
  notice(flow, flow.texts.added(line.quantity, line.name));
}

export function chooseLineToChange(flow: Flow): void {
  showCart(flow);
  if (flow.state.cart.length > 0) flow.screen = { kind: "lines" };
}

export function showLine(flow: Flow, key: string): void {
  const isThere = flow.state.cart.some((line) => lineKey(line) === key);
  if (!isThere) notice(flow, flow.texts.staleChoice);
  showCart(flow);
  if (!isThere) return;
  flow.state.place = { lineKey: key };
  flow.screen = { kind: "line" };
}

/** @param quantity 0 removes the line */
export function setQuantity(flow: Flow, key: string, quantity: number): void {
  const { cart } = flow.state;
  if (!cart.some((line) => lineKey(line) === key)) notice(flow, flow.texts.staleChoice);
  if (quantity > MOST_PIECES) {
    notice(flow, flow.texts.tooMany(MOST_PIECES));
    showLine(flow, key);
    return;
  }
  flow.state.cart = cart.flatMap((line) => {
    if (lineKey(line) !== key) return [line];
    return quantity === 0 ? [] : [{ ...line, quantity }];
  });
  showCart(flow);
}

export function clearCart(flow: Flow): void {
  flow.state.cart = [];
  flow.state.selection = null;
  flow.state.waiting = [];
  notice(flow, flow.texts.cartCleared);
  show(flow, "home", "welcome");
}

/**
 * Prices the cart again: what is in it may be hours old. Lines that cannot be ordered any more go.
 *
 * @returns whether anything changed
 */
export async function refreshCart(flow: Flow): Promise<boolean> {
  const before = flow.state.cart;
  const priced = await Promise.all(
    before.map(async (line) => {
      const product = await flow.catalogue.product(flow.branch, line.productId, flow.work);
      return product === undefined ? undefined : priceLine(product, choiceOf(line)).line;
    }),
  );
  const after = priced.filter((line) => line !== undefined);
  for (const [index, line] of before.entries()) {
    if (priced[index] === undefined) notice(flow, flow.texts.unavailable(line.name));
  }
  flow.state.cart = after;
  const hasChanged = after.length !== before.length || goodsTotal(after) !== goodsTotal(before);
  if (hasChanged) notice(flow, flow.texts.cartChanged);
  return hasChanged;
}
