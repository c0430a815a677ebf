import type { OrderType, PaymentMethod } from "../../restaurant/order.ts";
import { totalsOf } from "../../restaurant/pricing.ts";
import { showMenu } from "./browse.ts";
import { refreshCart, showCart } from "./cart.ts";
import { refuseDestination, zoneOf, zonesToChoose } from "./destination.ts";
import { ask, type Flow, notice } from "./flow.ts";

/** Asks for what is still missing of the order, in the order in which it matters; then shows the summary. */
export async function checkOut(flow: Flow): Promise<void> {
  flow.state.selection = null;
  flow.state.waiting = [];
  await refreshCart(flow);
  const { state } = flow;
  if (state.cart.length === 0) return showCart(flow);
  if (state.delivery_method === null) return ask(flow, "checkout");
  if (state.delivery_method === "delivery" && !(await isDestinationSettled(flow))) return;
  if (state.payment_method === null) return ask(flow, "awaiting_payment");
  if (state.customer_name === "") return ask(flow, "awaiting_name");
  if (state.customer_phone === "") return ask(flow, "awaiting_phone");
  await showSummary(flow);
}

export async function chooseMethod(flow: Flow, method: OrderType): Promise<void> {
  if (method === "delivery" && (await flow.catalogue.zones(flow.branch, flow.work)).length === 0) {
    notice(flow, flow.texts.noDelivery);
    flow.state.delivery_method = null;
  } else flow.state.delivery_method = method;
  await proceed(flow);
}

export async function choosePayment(flow: Flow, method: PaymentMethod): Promise<void> {
  flow.state.payment_method = method;
  await proceed(flow);
}

export async function giveName(flow: Flow, name: string): Promise<void> {
  flow.state.customer_name = name.trim().slice(0, 80);
  await proceed(flow);
}

/** Digits of a phone number within its country; more than that begin with a country code. */
const LONGEST_NATIONAL = 10;
/** Mobile numbers of these are longer. */
const LONGER_NATIONAL: Readonly<Record<string, number>> = { "+55": 11 };

/** E.164 with its plus: a number without country code is one of the restaurant's country. */
export async function givePhone(flow: Flow, text: string): Promise<void> {
  const digits = text.replace(/\D/g, "").replace(/^00/, "");
  const national = digits.replace(/^0/, "");
  const longest = LONGER_NATIONAL[flow.callingCode] ?? LONGEST_NATIONAL;
  const isInternational = /^\s*(\+|00)/.test(text) || national.length > longest;
  const phone = isInternational ? `+${digits}` : flow.callingCode + national;
  if (digits.length < 6 || !/^\+[1-9][0-9]{6,14}$/.test(phone)) {
    notice(flow, flow.texts.badPhone);
    return ask(flow, "awaiting_phone");
  }
  flow.state.customer_phone = phone;
  await proceed(flow);
}

/** With nothing in the cart an answer is kept for later, and the menu comes first. */
async function proceed(flow: Flow): Promise<void> {
  if (flow.state.cart.length > 0) await checkOut(flow);
  else showMenu(flow, 0);
}

async function isDestinationSettled(flow: Flow): Promise<boolean> {
  const { user_location: location, cart } = flow.state;
  if (location === null) {
    ask(flow, "awaiting_location");
    return false;
  }
  const zone = await zoneOf(flow);
  if (zone === undefined) {
    const zones = await flow.catalogue.zones(flow.branch, flow.work);
    if (zonesToChoose(zones, location).length > 0) ask(flow, "delivery");
    else refuseDestination(flow);
    return false;
  }
  if (totalsOf(cart, zone).missing > 0) {
    ask(flow, "cart");
    flow.screen = { kind: "below-minimum" };
    return false;
  }
  return true;
}

/** A new summary, which only a confirmation of its own confirms. */
async function showSummary(flow: Flow): Promise<void> {
  flow.state.revision += 1;
  flow.state.summary_total = totalsOf(flow.state.cart, await zoneOf(flow)).total;
  ask(flow, "confirming");
}
