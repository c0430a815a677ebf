import type { OrderOutcome } from "../../agents/agent.ts";
import { totalsOf } from "../../restaurant/pricing.ts";
import type { DirectAction } from "../actions.ts";
import { goHome } from "./browse.ts";
import { refreshCart, showCart } from "./cart.ts";
import { checkOut } from "./checkout.ts";
import { zoneOf } from "./destination.ts";
import { ask, type Flow, notice, show } from "./flow.ts";

/** The button of a summary. Only that of the one that was shown last orders, and only once. */
export async function confirm(flow: Flow, revision: number): Promise<void> {
  const { state, texts, draft } = flow;
  if (draft !== undefined) return;
  if (state.order_stage === "confirming" && state.revision === revision) return await place(flow);
  if (state.cart.length === 0 && state.current_order_id !== "") {
    notice(flow, texts.alreadyPlaced(state.current_order_number || state.current_order_id));
    return goHome(flow);
  }
  notice(flow, state.cart.length > 0 ? texts.summaryChanged : texts.staleChoice);
  await checkOut(flow);
}

/** "Yes" to a summary. */
export async function agree(flow: Flow): Promise<void> {
  if (flow.draft !== undefined) return;
  if (flow.state.order_stage === "confirming") await place(flow);
  else await checkOut(flow);
}

/** The order as it stands, if it still costs what the summary said. */
async function place(flow: Flow): Promise<void> {
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
  flow.notices.length = 0;
  flow.draft = {
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
}

/** None of these takes a confirmation back. Whatever else is wanted after it, the order is not wanted as it is. */
const KEEPS_ORDER: ReadonlySet<DirectAction["type"]> = new Set<DirectAction["type"]>([
  ...(["confirm", "agree", "checkout", "cart", "menu", "category", "greet", "help", "track"] as const),
  ...(["unknown", "unreadable", "stale"] as const),
]);

/** Takes the confirmation back if an action that comes after it in the same turn means that; for the whole turn. */
export function reconsider(flow: Flow, { type }: DirectAction): void {
  if (flow.draft === undefined || KEEPS_ORDER.has(type)) return;
  delete flow.draft;
  flow.offered = undefined;
  // A "yes" to what a person asks later is none to the summary.
  if (type === "person") ask(flow, "cart");
}

/** The order is wanted. Whether it is placed is not known here: the agent is asked again with the outcome. */
export function awaitOutcome(flow: Flow): void {
  ask(flow, "placing");
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
