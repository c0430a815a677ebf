import type { OrderOutcome } from "../../agents/agent.ts";
import type { OrderDraft } from "../../restaurant/order.ts";
import { totalsOf } from "../../restaurant/pricing.ts";
import { goHome } from "./browse.ts";
import { refreshCart, showCart } from "./cart.ts";
import { checkOut } from "./checkout.ts";
import { zoneOf } from "./destination.ts";
import { ask, type Flow, notice, show } from "./flow.ts";

/** The button of a summary. Only that of the one that was shown last orders, and only once. */
export async function confirm(flow: Flow, revision: number): Promise<void> {
  const { state, texts } = flow;
  if (state.order_stage === "confirming" && state.revision === revision) return await place(flow);
  if (state.cart.length === 0 && state.current_order_id !== "") {
    notice(flow, texts.alreadyPlaced(state.current_order_number || state.current_order_id));
    return goHome(flow);
  }
  notice(flow, state.cart.length > 0 ? texts.summaryChanged : texts.staleChoice);
  await checkOut(flow);
}

/**
 * The order as it stands, if it still costs what the summary said. Whether it is placed is not known here: the agent is
 * asked again with the outcome.
 */
export async function place(flow: Flow): Promise<void> {
  const { state } = flow;
  if (flow.offered !== state.revision) return ask(flow, "confirming");
  const hasChanged = await refreshCart(flow);
  const zone = await zoneOf(flow);
  const { total, delivery } = totalsOf(state.cart, zone);
  const { payment_method: paymentMethod, delivery_method: type, user_location: location } = state;
  const isWhole = state.cart.length > 0 && paymentMethod !== null && type !== null;
  const isDeliverable = type !== "delivery" || (zone !== undefined && location !== null);
  if (hasChanged || total !== state.summary_total || !isWhole || !isDeliverable) {
    if (!hasChanged) notice(flow, flow.texts.summaryChanged);
    return await checkOut(flow);
  }
  const draft: OrderDraft = {
    customer: { name: state.customer_name, phone: state.customer_phone },
    lines: [...state.cart],
    type,
    paymentMethod,
    total,
    ...(zone !== undefined &&
      location !== null && {
        delivery: {
          street: location.street,
          city: zone.name,
          ...(location.coordinates && { coordinates: location.coordinates }),
          fee: delivery,
        },
      }),
  };
  ask(flow, "placing");
  flow.draft = draft;
  flow.notices.length = 0;
  flow.screen = { kind: "none" };
}

/** What became of the order. Refused, it is as it was, and can be changed. */
export function settle(flow: Flow, outcome: OrderOutcome): void {
  const { state, texts } = flow;
  if (outcome.status === "refused") {
    notice(flow, texts.refused);
    showCart(flow);
    return;
  }
  state.current_order_id = outcome.orderId;
  state.current_order_number = outcome.orderNumber ?? "";
  state.cart = [];
  state.payment_method = null;
  state.delivery_method = null;
  state.user_location = null;
  state.summary_total = 0;
  notice(flow, texts.placed(outcome.orderNumber ?? outcome.orderId));
  show(flow, "placed", "order_placed");
}

/** Nobody said what became of an order: the turn that placed it never ended. Nothing is ordered without a new confirmation. */
export function recoverPlacing(flow: Flow): void {
  notice(flow, flow.texts.unsure);
  ask(flow, "cart");
}
