import { onTestFinished } from "vitest";
import { withCircuitBreaker } from "../../functions/cartaai/circuit-breaker.ts";
import { createTransport } from "../../functions/cartaai/transport.ts";
import type { CountName } from "../../functions/observability/metric-names.ts";
import { createTelemetry } from "../../functions/observability/telemetry.ts";
import type { OrderDraft } from "../../functions/restaurant/order.ts";
import type { OrderAttempt } from "../../functions/restaurant/order-attempt.ts";
import { goodsTotal } from "../../functions/restaurant/pricing.ts";
import { createCartaAIRestaurant } from "../../functions/restaurant/restaurant-services.ts";
import { type CartaAIOptions, startCartaAI } from "../../local/cartaai/server.ts";
import { captureLogs } from "../support/capture-logs.ts";
import { counted } from "../support/counted.ts";
import { heldCalls } from "../support/held-calls.ts";

const KEY = "carta_srv_test";
export const BRANCH = { subDomain: "la-terraza", localId: "local-miraflores" };
export const ANA = "+51999999999";
/** Milliseconds. */
export const SETTLE_AFTER = 30_000;

/** A restaurant at CartaAI, called over HTTP, in a time that stands still until the test moves it. */
export async function startRestaurant(options: Partial<CartaAIOptions> & { readonly url?: string } = {}) {
  const time = { now: Date.parse("2026-05-04T12:00:00.000Z") };
  const clock = () => time.now;
  const held = heldCalls();
  const logs = captureLogs();
  onTestFinished(() => logs.release());
  const cartaai = await startCartaAI({
    ...{ port: 0, apiKeys: [KEY], clock, wait: held.wait, writePause: 0 },
    ...options,
  });
  onTestFinished(() => cartaai.stop());
  const telemetry = createTelemetry("agent");
  const transport = createTransport({
    ...{ baseUrl: options.url ?? cartaai.url, apiKey: () => KEY, agentPrefix: "/whatsapp" },
    ...{ timeout: 30_000, clock },
  });
  const restaurant = createCartaAIRestaurant({
    call: withCircuitBreaker(transport, { clock }),
    settleAfter: SETTLE_AFTER,
    telemetry,
    clock,
  });
  return {
    ...restaurant,
    ...{ cartaai, time, held, logs },
    counted(name: CountName): number {
      telemetry.flush();
      return counted(logs.entries(), name);
    },
    calls: () => cartaai.calls().map(({ operation }) => operation),
  };
}

/** The record that a turn keeps: it survives what the test does to the rest. */
export function journal(onSave: () => void = () => {}) {
  const saved: OrderAttempt[] = [];
  return {
    saved,
    get attempt(): OrderAttempt | undefined {
      return saved.at(-1);
    },
    async save(attempt: OrderAttempt) {
      onSave();
      saved.push(structuredClone(attempt));
    },
  };
}

const PIZZA: OrderDraft["lines"][number] = {
  productId: "prod006",
  presentationId: "prod006-mediana",
  name: "Pizza margarita (Mediana)",
  quantity: 2,
  unitPrice: 3690,
  modifiers: [
    {
      modifierId: "mod-masa",
      name: "Tipo de masa",
      options: [{ optionId: "opt-borde-queso", name: "Borde de queso", price: 790, quantity: 1 }],
    },
  ],
};

/** Two pizzas that Ana picks up. */
export function draft(over: Partial<OrderDraft> = {}): OrderDraft {
  const lines = over.lines ?? [PIZZA];
  return {
    customer: { name: "Ana", phone: ANA },
    lines,
    type: "pickup",
    paymentMethod: "yape",
    total: goodsTotal(lines) + (over.delivery?.fee ?? 0),
    ...over,
  };
}

let keys = 0;
/** A confirmation of its own each time. */
export function confirmed(over: Partial<OrderDraft> = {}) {
  keys += 1;
  return { key: `wamid.${keys}`, branch: BRANCH, draft: draft(over) };
}
