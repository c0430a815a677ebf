import { createTelemetry } from "../../../functions/observability/telemetry.ts";
import { act } from "../../../functions/ordering/act.ts";
import type { Action } from "../../../functions/ordering/actions.ts";
import { createFlow } from "../../../functions/ordering/flow/create-flow.ts";
import type { Flow, Surroundings } from "../../../functions/ordering/flow/flow.ts";
import type { OrderingState } from "../../../functions/ordering/state.ts";
import { createMemoryRestaurant } from "./memory-catalogue.ts";

/** Of a customer whose name and number are known, and who has said nothing yet. */
export const NOTHING: OrderingState = {
  ...{ messages: [], current_intent: "", order_stage: "", current_step: "", workflow: "", cart: [] },
  ...{ user_location: null, payment_method: null, delivery_method: null, customer_name: "Ana" },
  ...{ customer_phone: "+51999999999", current_order_id: "", current_order_number: "", retry_count: 0 },
  ...{ language: "es", last_user_message: "", selection: null, waiting: [], place: {}, revision: 0 },
  ...{ summary_total: 0, deferred: [] },
};

const TO_THE_SUMMARY: readonly Action[] = [
  { type: "add", items: [{ productId: "limonada", quantity: 3 }] },
  { type: "add", items: [{ productId: "agua", quantity: 1 }] },
  { type: "checkout" },
  { type: "method", method: "delivery" },
  { type: "location", latitude: -12.12, longitude: -77.03 },
  { type: "pay", method: "cash" },
];

/** One turn of actions without a graph around it. */
export async function actOn(before: Flow, actions: readonly Action[]): Promise<Flow> {
  const flow = createFlow(before, { ...before.state }, "es");
  return await act(flow, actions, { telemetry: createTelemetry("test") }, true);
}

/** A customer who has the summary of three lemonades and a water before them, delivered to Miraflores. */
export async function atTheSummary(): Promise<Flow> {
  const { catalogue, orders } = createMemoryRestaurant();
  const surroundings: Surroundings = {
    ...{ catalogue, orders, branch: { subDomain: "la-terraza" }, work: { deadline: Infinity } },
    ...{ phone: "+51999999999", restaurantName: "La Terraza", currency: "PEN", callingCode: "+51" },
  };
  return await actOn(createFlow(surroundings, NOTHING, "es"), TO_THE_SUMMARY);
}
