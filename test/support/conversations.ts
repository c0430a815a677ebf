import { randomInt, randomUUID } from "node:crypto";
import type {
  Conversation,
  MessageEvent,
  OrderEvent,
  StateEvent,
} from "../../functions/sync-events/contract.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";

export const [LA_TERRAZA, SUSHI_SAKURA] = SAMPLE_BUSINESSES;

let people = randomInt(10_000);

/** The digits of a phone number that nobody in the test has used yet. */
export function newPhone(): string {
  people += 1;
  return `519${String(people).padStart(8, "0")}`;
}

/** A business-scoped user id that nobody in the test has used yet. */
export function newUserId(): string {
  people += 1;
  return `PE.1349120865530274${String(people).padStart(8, "0")}`;
}

/** Somebody new who is known by phone number. */
export function newConversation(over: Partial<Conversation> = {}): Conversation {
  const { subDomain, localId, botId } = LA_TERRAZA;
  const phone = `+${newPhone()}`;
  return { subDomain, localId, botId, key: phone, phone, displayName: `Customer ${phone}`, ...over };
}

const at = { version: 2, occurredAt: "2026-05-04T11:59:00.000Z" } as const;

/** What somebody said; an event of its own each time. */
export function says(
  conversation: Conversation,
  content: string,
  over: Partial<MessageEvent> = {},
): MessageEvent {
  return {
    ...at,
    type: "message",
    id: `wamid.${randomUUID()}`,
    conversation,
    role: "user",
    content,
    ...over,
  };
}

export function state(conversation: Conversation, over: Partial<StateEvent> = {}): StateEvent {
  return {
    ...at,
    type: "state",
    id: `wamid.${randomUUID()}:state`,
    conversation,
    intent: "menu",
    step: "browsing",
    context: {},
    metadata: {},
    isActive: true,
    ...over,
  };
}

export function order(
  conversation: Conversation,
  orderId: string,
  over: Partial<OrderEvent> = {},
): OrderEvent {
  return {
    ...at,
    type: "order",
    id: `wamid.${randomUUID()}:order:${orderId}`,
    conversation,
    orderId,
    ...over,
  };
}
