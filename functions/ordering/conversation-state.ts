import type { ConversationState } from "../agents/agent.ts";
import { toMajorUnits } from "../restaurant/money.ts";
import type { OrderLine } from "../restaurant/order.ts";
import { lineTotal } from "../restaurant/pricing.ts";
import { INTENTS, type Intent } from "../sync-events/contract.ts";
import type { OrderingState } from "./state.ts";

const EXPLICIT = new Set<string>(INTENTS.filter((intent) => intent !== "idle"));

const BY_STAGE = new Map<string, Intent>([
  ...["cart", "selecting_items", "customizing", "awaiting_size", "awaiting_extras"].map(
    (stage) => [stage, "order"] as const,
  ),
  ...["checkout", "delivery", "awaiting_location"].map((stage) => [stage, "delivery"] as const),
  ...["payment", "awaiting_payment", "awaiting_phone"].map((stage) => [stage, "payment"] as const),
]);

/** What CartaAI's state is made of. `workflow` may be any; only "menu" and "order" count. */
export type Shown = Omit<
  OrderingState,
  | "messages"
  | "current_intent"
  | "order_stage"
  | "workflow"
  | "selection"
  | "waiting"
  | "place"
  | "deferred"
  | "revision"
> & { readonly current_intent: string; readonly order_stage: string; readonly workflow: string };

/**
 * A conversation as CartaAI shows it. What has been emptied is sent as empty, because CartaAI merges contexts and keeps what
 * is left out; where it takes only certain values, empty is null.
 *
 * @param total minor units; with delivery once that is known
 */
export function toConversationState(state: Shown, total: number): ConversationState {
  return {
    intent: intentOf(state),
    step: state.order_stage || state.current_step || "initial",
    context: {
      selectedItems: state.cart.map(toSelectedItem),
      orderTotal: toMajorUnits(total),
      deliveryAddress: addressOf(state),
      paymentMethod: state.payment_method,
      customerName: state.customer_name,
      customerPhone: state.customer_phone,
      lastUserMessage: state.last_user_message,
      currentOrderId: state.current_order_id,
      retryCount: state.retry_count,
    },
    metadata: { platform: "whatsapp", ...(state.language !== null && { language: state.language }) },
  };
}

function intentOf({ current_intent, order_stage, workflow, cart }: Shown): Intent {
  if (isExplicit(current_intent)) return current_intent;
  const byStage = BY_STAGE.get(order_stage);
  if (byStage !== undefined) return byStage;
  if (workflow === "menu" || workflow === "order") return workflow;
  return cart.length > 0 ? "order" : "idle";
}

function isExplicit(intent: string): intent is Exclude<Intent, "idle"> {
  return EXPLICIT.has(intent);
}

/** A line's price is that of one piece with its extras. */
function toSelectedItem(line: OrderLine) {
  const extras = line.modifiers.flatMap(({ options }) => options.map(({ name }) => name));
  const notes = [...extras, ...(line.notes === undefined ? [] : [line.notes])].join(", ");
  return {
    id: line.productId,
    name: line.name,
    quantity: line.quantity,
    price: toMajorUnits(lineTotal({ ...line, quantity: 1 })),
    ...(notes !== "" && { notes }),
  };
}

function addressOf({ user_location: location, delivery_method }: Shown) {
  if (location === null || delivery_method !== "delivery") return { street: "", city: "", notes: "" };
  const { coordinates } = location;
  const notes = coordinates === undefined ? "" : `${coordinates.latitude}, ${coordinates.longitude}`;
  return { street: location.street, city: location.zoneName ?? "", notes };
}
