import type { Reply } from "../../replies/reply.ts";
import type { Flow, Screen } from "../flow/flow.ts";
import { categoryScreen, foundScreen, homeScreen, menuScreen } from "./browsing.ts";
import { cartScreen, lineScreen, linesScreen } from "./cart.ts";
import { belowMinimumScreen, methodScreen, outsideScreen, paymentScreen, zoneScreen } from "./checkout.ts";
import { cancelButtons, type Shown } from "./options.ts";
import { extrasScreen, quantityScreen, sizeScreen } from "./selection.ts";
import { summaryScreen } from "./summary.ts";

/** What the customer gets at the end of a turn: the notices, and with them the screen. */
export async function render(flow: Flow): Promise<Reply[]> {
  const shown = await SCREENS[flow.screen.kind](flow);
  const notices = flow.notices.join("\n");
  if (shown === undefined) return notices === "" ? [] : [{ kind: "text", text: notices }];
  const replies: readonly Reply[] = "kind" in shown ? [shown] : shown;
  // The notices stand in the message that asks, so that a turn is one message as a rule.
  return replies.map((reply) =>
    reply.kind === "image" || notices === "" ? reply : { ...reply, text: `${notices}\n\n${reply.text}` },
  );
}

type Renderer = (flow: Flow) => Shown | Promise<Shown>;

const SCREENS: Readonly<Record<Screen["kind"], Renderer>> = {
  question: questionScreen,
  home: homeScreen,
  menu: menuScreen,
  category: categoryScreen,
  found: foundScreen,
  lines: linesScreen,
  line: lineScreen,
  outside: outsideScreen,
  "below-minimum": belowMinimumScreen,
  placed: placedScreen,
  none: () => undefined,
};

function questionScreen(flow: Flow): Shown | Promise<Shown> {
  const { texts } = flow;
  switch (flow.state.order_stage) {
    case "selecting_items":
      return flow.state.place.found === undefined ? categoryScreen(flow) : foundScreen(flow);
    case "awaiting_size":
      return sizeScreen(flow);
    case "awaiting_extras":
      return extrasScreen(flow);
    case "customizing":
      return quantityScreen(flow);
    case "cart":
    case "placing":
      return cartScreen(flow);
    case "checkout":
      return methodScreen(flow);
    case "awaiting_location":
      return { kind: "location-request", text: texts.askLocation };
    case "delivery":
      return zoneScreen(flow);
    case "awaiting_payment":
      return paymentScreen(flow);
    case "awaiting_name":
      return { kind: "buttons", text: texts.askName, buttons: cancelButtons(flow) };
    case "awaiting_phone":
      return { kind: "buttons", text: texts.askPhone, buttons: cancelButtons(flow) };
    case "confirming":
      return summaryScreen(flow);
    case "":
      return flow.state.workflow === "menu" ? menuScreen(flow) : homeScreen(flow);
  }
}

function placedScreen({ texts: { actions, helpHint } }: Flow): Shown {
  return {
    kind: "buttons",
    text: helpHint,
    buttons: [
      { id: "track", title: actions.track },
      { id: "menu:0", title: actions.menu },
      { id: "person", title: actions.person },
    ],
  };
}
