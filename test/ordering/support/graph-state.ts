import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createTurnStore } from "../../../functions/agent/turn-store.ts";
import { DynamoDbSaver } from "../../../functions/checkpoints/dynamodb-saver.ts";
import type { OrderingState } from "../../../functions/ordering/state.ts";
import { sessionKey } from "../../../functions/sessions/session.ts";
import type { Conversation } from "../../../functions/sync-events/contract.ts";
import { groupOf } from "../../../functions/sync-events/queue-message.ts";
import { CHECKPOINTS_TABLE, TURNS_TABLE } from "../../../lib/resources.ts";
import type { Restaurant } from "../../../local/cartaai/restaurants/restaurant.ts";
import { NOTHING } from "./at-the-summary.ts";

/** What the graph knows of a conversation: the checkpoint that its last committed answer names, out of the table. */
export async function readGraphState(
  dynamodb: DynamoDBClient,
  conversation: Conversation,
): Promise<OrderingState> {
  const key = sessionKey(conversation);
  const { records } = await createTurnStore(dynamodb, TURNS_TABLE.name).load([key], []);
  const checkpoint_id = records.get(key)?.memory;
  if (checkpoint_id === undefined) throw new Error("nothing was committed");
  const saver = new DynamoDbSaver(dynamodb, CHECKPOINTS_TABLE.name);
  const tuple = await saver.getTuple({ configurable: { thread_id: groupOf(conversation), checkpoint_id } });
  if (tuple === undefined) throw new Error("there is no such checkpoint");
  const unknown = { customer_name: "", customer_phone: "", language: null };
  return { ...NOTHING, ...unknown, ...(tuple.checkpoint.channel_values as Partial<OrderingState>) };
}

/** What CartaAI has to hold of it, by the table: its own arithmetic, not the agent's. */
export function expectedOf(state: OrderingState, restaurant: Restaurant) {
  return {
    currentIntent: intentOf(state),
    currentStep: state.order_stage || state.current_step || "initial",
    isActive: true,
    context: {
      selectedItems: state.cart.map(itemOf),
      orderTotal: totalOf(state, restaurant),
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

const INTENTS: Readonly<Record<string, string>> = {
  ...{ cart: "order", selecting_items: "order", customizing: "order", awaiting_size: "order" },
  ...{ awaiting_extras: "order", checkout: "delivery", delivery: "delivery", awaiting_location: "delivery" },
  ...{ payment: "payment", awaiting_payment: "payment", awaiting_phone: "payment" },
};

function intentOf({ current_intent, order_stage, workflow, cart }: OrderingState): string {
  return current_intent || INTENTS[order_stage] || workflow || (cart.length > 0 ? "order" : "idle");
}

type Line = OrderingState["cart"][number];

/** Minor units: one piece with its extras. */
function pieceOf({ unitPrice, modifiers }: Line): number {
  return modifiers.flatMap(({ options }) => options).reduce((sum, { price }) => sum + price, unitPrice);
}

function itemOf(line: Line) {
  const extras = line.modifiers.flatMap(({ options }) => options.map(({ name }) => name)).join(", ");
  const { productId: id, name, quantity } = line;
  return { ...{ id, name, quantity, price: pieceOf(line) / 100 }, ...(extras !== "" && { notes: extras }) };
}

function totalOf({ cart, delivery_method, user_location }: OrderingState, { zones }: Restaurant): number {
  const goods = cart.reduce((sum, line) => sum + line.quantity * pieceOf(line), 0) / 100;
  if (goods === 0 || delivery_method !== "delivery") return goods;
  const zone = zones.find(({ id }) => id === user_location?.zoneId);
  const isFree = zone?.freeFrom !== undefined && goods >= zone.freeFrom;
  return zone === undefined || isFree ? goods : Math.round((goods + zone.deliveryCost) * 100) / 100;
}

function addressOf({ delivery_method, user_location: location }: OrderingState) {
  if (delivery_method !== "delivery" || location === null) return { street: "", city: "", notes: "" };
  const { street, zoneName = "", coordinates } = location;
  const notes = coordinates === undefined ? "" : `${coordinates.latitude}, ${coordinates.longitude}`;
  return { street, city: zoneName, notes };
}
