import { totalsOf } from "../../restaurant/pricing.ts";
import { zoneOf } from "../flow/destination.ts";
import { type Flow, money } from "../flow/flow.ts";
import { lineText } from "./cart.ts";
import { option, type Shown } from "./options.ts";

/** Everything that is about to be ordered, and the button that carries this summary's revision. */
export async function summaryScreen(flow: Flow): Promise<Shown> {
  const { texts, state } = flow;
  const { labels, actions } = texts;
  const zone = await zoneOf(flow);
  const { goods, delivery, total } = totalsOf(state.cart, zone);
  const fee = delivery === 0 ? texts.free : money(flow, delivery);
  const lines = [
    texts.summaryTitle,
    ...state.cart.map((line) => lineText(flow, line)),
    "",
    `${texts.goods}: ${money(flow, goods)}`,
    zone && `${texts.delivery} (${zone.name}): ${fee}`,
    `${texts.total}: ${money(flow, total)}`,
    "",
    state.delivery_method && `${labels.method}: ${texts.methods[state.delivery_method]}`,
    zone && `${labels.address}: ${state.user_location?.street}`,
    zone && `${labels.time}: ${texts.minutes(zone.estimatedTime)}`,
    state.payment_method && `${labels.payment}: ${texts.payments[state.payment_method]}`,
    `${labels.name}: ${state.customer_name}`,
    "",
    texts.summaryQuestion,
  ].filter((line) => typeof line === "string");
  return {
    kind: "buttons",
    text: lines.join("\n"),
    buttons: [
      option({ type: "confirm", revision: state.revision }, actions.confirm),
      option({ type: "decline" }, actions.change),
      option({ type: "cancel" }, actions.cancel),
    ],
  };
}
