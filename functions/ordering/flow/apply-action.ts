import type { Action, DirectAction } from "../actions.ts";
import type { Selection } from "../state.ts";
import { goHome, showCategory, showFound, showMenu } from "./browse.ts";
import { chooseLineToChange, clearCart, setQuantity, showCart, showLine } from "./cart.ts";
import { checkOut, chooseMethod, choosePayment, giveName, givePhone } from "./checkout.ts";
import {
  chooseAll,
  chooseExtra,
  chooseProduct,
  chooseQuantity,
  chooseSize,
  closeExtras,
} from "./choose-options.ts";
import { agree, confirm, reconsider, recoverPlacing } from "./confirm.ts";
import { askOtherAddress, chooseZone, goTo, refuseDestination } from "./destination.ts";
import { type Flow, notice } from "./flow.ts";
import { want } from "./select-product.ts";
import { callPerson, cancel, track } from "./service.ts";

/** Beyond this the count says no more. */
const MOST_RETRIES = 9;
/** Messages in a row that were not understood. */
const PERSON_OFFERED_AFTER = 3;

type Handlers = {
  readonly [Type in DirectAction["type"]]: (
    flow: Flow,
    action: Extract<Action, { type: Type }>,
  ) => void | Promise<void>;
};

const HANDLERS: Handlers = {
  greet: (flow) => {
    // A greeting does not take back what has been asked.
    if (flow.state.order_stage === "") goHome(flow);
  },
  help: goHome,
  menu: (flow, { page }) => showMenu(flow, page),
  category: (flow, { id, page }) => showCategory(flow, id, page),
  found: (flow, { ids, quantity, items }) => {
    flow.state.waiting = items.map(asSelection);
    showFound(flow, ids, quantity);
  },
  product: chooseProduct,
  size: chooseSize,
  extra: chooseExtra,
  "extras-done": closeExtras,
  quantity: chooseQuantity,
  add: (flow, { items }) => want(flow, items.map(asSelection)),
  choose: chooseAll,
  cart: showCart,
  line: (flow, { key }) => showLine(flow, key),
  "set-quantity": (flow, { key, quantity }) => setQuantity(flow, key, quantity),
  edit: chooseLineToChange,
  clear: clearCart,
  checkout: checkOut,
  method: (flow, { method }) => chooseMethod(flow, method),
  "other-address": askOtherAddress,
  address: (flow, { street }) => goTo(flow, { street: street.slice(0, 200) }),
  location: (flow, { latitude, longitude, street }) =>
    goTo(flow, {
      street: (street ?? `${latitude}, ${longitude}`).slice(0, 200),
      coordinates: { latitude, longitude },
    }),
  zone: (flow, { id }) => chooseZone(flow, id),
  "no-zone": refuseDestination,
  pay: (flow, { method }) => choosePayment(flow, method),
  name: (flow, { name }) => giveName(flow, name),
  phone: (flow, { phone }) => givePhone(flow, phone),
  confirm: (flow, { revision }) => confirm(flow, revision),
  agree,
  decline: showCart,
  cancel,
  track,
  person: callPerson,
  unknown: (flow) => miss(flow, flow.texts.notUnderstood),
  "not-found": (flow) => miss(flow, flow.texts.notFound),
  unreadable: (flow) => miss(flow, flow.texts.unreadable),
  stale: (flow) => notice(flow, flow.texts.staleChoice),
};

/** Does what the customer wants, whoever understood it. What was being asked stays asked when nothing was understood. */
export async function applyAction(flow: Flow, action: DirectAction): Promise<void> {
  if (flow.state.order_stage === "placing") recoverPlacing(flow);
  reconsider(flow, action);
  // Whoever writes to the bot again after a person was there is not asking for one any more.
  if (flow.state.current_intent === "support") flow.state.current_intent = "";
  if (!["unknown", "not-found", "unreadable"].includes(action.type)) flow.state.retry_count = 0;
  // TypeScript does not see that the handler of an action's type is one for that action.
  const handler = HANDLERS[action.type] as (flow: Flow, action: Action) => void | Promise<void>;
  await handler(flow, action);
}

type Wanted = Extract<Action, { type: "add" }>["items"][number];

function asSelection(wanted: Wanted): Selection {
  return { ...wanted, options: [], closed: [] };
}

function miss(flow: Flow, text: string): void {
  notice(flow, text);
  flow.state.retry_count = Math.min(flow.state.retry_count + 1, MOST_RETRIES);
  // What was asked stays asked, and a person is offered beside it.
  if (flow.state.retry_count >= PERSON_OFFERED_AFTER) flow.screen = { kind: "home" };
}
