import type { MessageEvent, OrderEvent, StateEvent } from "../../functions/sync-events/contract.ts";

/** Events of one person, for tests that vary one thing at a time. */

export const ANA = {
  subDomain: "la-brasa",
  key: "PE.13491208655302741918",
  phone: "+51999999999",
  userId: "PE.13491208655302741918",
};

const common = { version: 2, conversation: ANA, occurredAt: "2026-03-01T12:00:00.000Z" } as const;

export function messageEvent(overrides: Partial<MessageEvent> = {}): MessageEvent {
  return { ...common, type: "message", id: "wamid.M1", role: "user", content: "Hola", ...overrides };
}

export function stateEvent(overrides: Partial<StateEvent> = {}): StateEvent {
  return {
    ...common,
    type: "state",
    id: "wamid.M1:state",
    intent: "menu",
    step: "browsing",
    context: {},
    metadata: {},
    isActive: true,
    ...overrides,
  };
}

export function orderEvent(overrides: Partial<OrderEvent> = {}): OrderEvent {
  return { ...common, type: "order", id: "wamid.M1:order:A-7", orderId: "A-7", ...overrides };
}
