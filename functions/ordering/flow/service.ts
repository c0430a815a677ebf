import { goHome } from "./browse.ts";
import { chooseLineToChange, showCart } from "./cart.ts";
import { type Flow, notice, show } from "./flow.ts";
import { drop } from "./select-product.ts";

/** The order of this conversation, else the latest of the number that they write from; a typed one may be anybody's. */
export async function track(flow: Flow): Promise<void> {
  const order = await findOrder(flow);
  if (order === undefined) {
    notice(flow, flow.texts.noOrder);
    show(flow, "home", "tracking");
  } else {
    const status = flow.texts.statuses[order.status] ?? order.status;
    notice(flow, flow.texts.orderStatus(order.orderNumber ?? order.orderId, status));
    show(flow, "placed", "tracking");
  }
  flow.state.current_intent = "info";
}

/** The bot keeps out of the conversation from here on; how long is the Lambda's concern. */
export function callPerson(flow: Flow): void {
  flow.notices.length = 0;
  notice(flow, flow.texts.personComing);
  flow.state.current_intent = "support";
  flow.wantsPerson = true;
  flow.screen = { kind: "none" };
}

/**
 * One step back: out of a product, out of the checkout. From the cart it leads to where lines are removed, because a tap on
 * an old button must not cost somebody their cart.
 */
export async function cancel(flow: Flow): Promise<void> {
  const { selection, order_stage: stage, cart } = flow.state;
  if (selection !== null) {
    notice(flow, flow.texts.cancelled);
    return await drop(flow);
  }
  const isAtCart = stage === "cart" || stage === "" || stage === "selecting_items";
  if (cart.length === 0) goHome(flow);
  else if (isAtCart) chooseLineToChange(flow);
  else showCart(flow);
}

async function findOrder({ state, orders, branch, work, phone }: Flow) {
  if (state.current_order_id !== "") {
    const order = await orders.read(branch, state.current_order_id, work);
    if (order !== undefined) return order;
  }
  if (phone === undefined) return undefined;
  return (await orders.recent(branch, phone, work))[0];
}
