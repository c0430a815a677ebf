import type { OrderLine } from "../../restaurant/order.ts";
import { goodsTotal, lineTotal } from "../../restaurant/pricing.ts";
import { lineKey } from "../flow/cart.ts";
import { type Flow, money } from "../flow/flow.ts";
import { homeScreen } from "./browsing.ts";
import { list, option, type Shown } from "./options.ts";

/** "2 × Pizza (Familiar): S/ 99.80", and below it what is in it. */
export function lineText(flow: Flow, line: OrderLine): string {
  const extras = line.modifiers.flatMap(({ options }) => options.map(({ name }) => name));
  const details = [...extras, ...(line.notes === undefined ? [] : [line.notes])].join(", ");
  const text = `${line.quantity} × ${line.name}: ${money(flow, lineTotal(line))}`;
  return details === "" ? text : `${text}\n   ${details}`;
}

export function cartScreen(flow: Flow): Shown {
  const { texts, state } = flow;
  if (state.cart.length === 0) return homeScreen(flow);
  return {
    kind: "buttons",
    text: [
      texts.cartTitle,
      ...state.cart.map((line) => lineText(flow, line)),
      `${texts.total}: ${money(flow, goodsTotal(state.cart))}`,
    ].join("\n"),
    buttons: [
      option({ type: "checkout" }, texts.actions.checkout),
      option({ type: "menu", page: 0 }, texts.actions.addMore),
      option({ type: "edit" }, texts.actions.edit),
    ],
  };
}

export function linesScreen(flow: Flow): Shown {
  const { texts, state } = flow;
  // The client pages what does not fit; a cart of more than a page is rare.
  return list(flow, texts.chooseLine, [
    ...state.cart.map((line) =>
      option(
        { type: "line", key: lineKey(line) },
        `${line.quantity} × ${line.name}`,
        money(flow, lineTotal(line)),
      ),
    ),
    option({ type: "clear" }, texts.actions.clear),
    option({ type: "cart" }, texts.actions.cart),
  ]);
}

export function lineScreen(flow: Flow): Shown {
  const line = flow.state.cart.find((one) => lineKey(one) === flow.state.place.lineKey);
  if (line === undefined) return cartScreen(flow);
  const key = lineKey(line);
  const other = line.quantity > 1 ? line.quantity - 1 : line.quantity + 1;
  return {
    kind: "buttons",
    text: flow.texts.changeLine(lineText(flow, line)),
    buttons: [
      option({ type: "set-quantity", key, quantity: other }, `${other}`),
      option({ type: "set-quantity", key, quantity: 0 }, flow.texts.actions.remove),
      option({ type: "cart" }, flow.texts.actions.cart),
    ],
  };
}
