import { ORDER_TYPES, PAYMENT_METHODS } from "../../restaurant/order.ts";
import { totalsOf } from "../../restaurant/pricing.ts";
import { zoneOf, zonesToChoose } from "../flow/destination.ts";
import { type Flow, money } from "../flow/flow.ts";
import { cartScreen } from "./cart.ts";
import { list, option, type Shown } from "./options.ts";

export async function methodScreen(flow: Flow): Promise<Shown> {
  const zones = await flow.catalogue.zones(flow.branch, flow.work);
  const types = zones.length > 0 ? ORDER_TYPES : ORDER_TYPES.filter((type) => type !== "delivery");
  return {
    kind: "buttons",
    text: flow.texts.chooseMethod,
    buttons: types.map((method) => option({ type: "method", method }, flow.texts.methods[method])),
  };
}

export async function zoneScreen(flow: Flow): Promise<Shown> {
  const { texts, state } = flow;
  if (state.user_location === null) return { kind: "location-request", text: texts.askLocation };
  const zones = zonesToChoose(await flow.catalogue.zones(flow.branch, flow.work), state.user_location);
  return list(flow, texts.chooseZone, [
    ...zones.map(({ id, name, fee, estimatedTime }) =>
      option({ type: "zone", id }, name, texts.zoneRow(money(flow, fee), estimatedTime)),
    ),
    option({ type: "no-zone" }, texts.actions.noZone),
  ]);
}

export function outsideScreen(flow: Flow): Shown {
  const { texts } = flow;
  return {
    kind: "buttons",
    text: texts.outside,
    buttons: [
      option({ type: "method", method: "pickup" }, texts.methods.pickup),
      option({ type: "other-address" }, texts.actions.otherAddress),
      option({ type: "cart" }, texts.actions.cart),
    ],
  };
}

export async function belowMinimumScreen(flow: Flow): Promise<Shown> {
  const { texts, state } = flow;
  const zone = await zoneOf(flow);
  if (zone === undefined) return cartScreen(flow);
  const { missing } = totalsOf(state.cart, zone);
  return {
    kind: "buttons",
    text: texts.belowMinimum(zone.name, money(flow, zone.minimumOrder), money(flow, missing)),
    buttons: [
      option({ type: "menu", page: 0 }, texts.actions.addMore),
      option({ type: "method", method: "pickup" }, texts.methods.pickup),
      option({ type: "other-address" }, texts.actions.otherAddress),
    ],
  };
}

export function paymentScreen(flow: Flow): Shown {
  return list(
    flow,
    flow.texts.choosePayment,
    PAYMENT_METHODS.map((method) => option({ type: "pay", method }, flow.texts.payments[method])),
  );
}
