import type { ChatMessage, Customer, EventData, MessagesPage, State, Timeline } from "../../../api.ts";
import { type Connection, type ConsoleState, EMPTY_CHAT } from "./console-state.ts";
import { mergeMessages, withSteps } from "./merge.ts";

/** Something that changes what the page knows. */
export type Change =
  | { readonly kind: "loaded"; readonly state: State }
  | { readonly kind: "failed"; readonly failure: string }
  | { readonly kind: "connection"; readonly connection: Connection }
  | { readonly kind: "chat-opened"; readonly customerId: string }
  | { readonly kind: "chat-page"; readonly customerId: string; readonly page: MessagesPage }
  | { readonly kind: "timeline-opened"; readonly messageId: string }
  | { readonly kind: "timeline"; readonly timeline: Timeline }
  | { readonly kind: "customer"; readonly data: Customer }
  | { readonly kind: "message"; readonly data: ChatMessage }
  | { readonly kind: "step"; readonly data: EventData<"step"> }
  | { readonly kind: "mirror"; readonly data: EventData<"mirror"> }
  | { readonly kind: "queues"; readonly data: EventData<"queues"> }
  | { readonly kind: "faults"; readonly data: EventData<"faults"> }
  | { readonly kind: "scenario"; readonly data: EventData<"scenario"> };

/** What the page knows after a change. */
export function reduce(state: ConsoleState, change: Change): ConsoleState {
  switch (change.kind) {
    case "loaded":
      return loaded(state, change.state);
    case "failed":
      return { ...state, failure: change.failure };
    case "connection":
      return { ...state, connection: change.connection };
    case "chat-opened":
      return state.chats.has(change.customerId)
        ? state
        : { ...state, chats: put(state.chats, change.customerId, EMPTY_CHAT) };
    case "chat-page":
      return chatPage(state, change.customerId, change.page);
    case "timeline-opened":
      return state.timelines.has(change.messageId)
        ? state
        : { ...state, timelines: put(state.timelines, change.messageId, undefined) };
    case "timeline":
      return timeline(state, change.timeline);
    case "customer":
      return { ...state, customers: put(state.customers, change.data.id, change.data) };
    case "message":
      return message(state, change.data);
    case "step":
      return step(state, change.data);
    case "mirror":
      return mirror(state, change.data.customerId);
    case "queues":
      return { ...state, queues: change.data };
    case "faults":
      return { ...state, faults: change.data.faults };
    case "scenario":
      return { ...state, scenarioRun: change.data };
  }
}

/** Loaded anew, nothing of before counts: the server may be another one. */
function loaded(state: ConsoleState, { customers, scenarioRun, ...rest }: State): ConsoleState {
  return {
    ...rest,
    connection: state.connection,
    failure: undefined,
    loaded: true,
    generation: state.generation + 1,
    customers: new Map(customers.map((customer) => [customer.id, customer])),
    chats: new Map(),
    timelines: new Map(),
    mirrorChanges: new Map(),
    scenarioRun,
  };
}

/** What events told in the meantime is newer than the page, and stays. */
function chatPage(state: ConsoleState, customerId: string, page: MessagesPage): ConsoleState {
  const chat = state.chats.get(customerId) ?? EMPTY_CHAT;
  const messages = mergeMessages(page.messages, chat.messages);
  return { ...state, chats: put(state.chats, customerId, { messages, more: page.more, loaded: true }) };
}

function message(state: ConsoleState, data: ChatMessage): ConsoleState {
  const chat = state.chats.get(data.customerId);
  if (chat === undefined) return state;
  const messages = mergeMessages(chat.messages, [data]);
  return { ...state, chats: put(state.chats, data.customerId, { ...chat, messages }) };
}

/** As for a chat: the steps that events told of in the meantime stay. */
function timeline(state: ConsoleState, fetched: Timeline): ConsoleState {
  const known = state.timelines.get(fetched.messageId);
  const merged = known ? withSteps({ ...fetched, ...known, steps: fetched.steps }, known.steps) : fetched;
  return { ...state, timelines: put(state.timelines, fetched.messageId, merged) };
}

function step(
  state: ConsoleState,
  { messageId, timeline: head, step: told }: EventData<"step">,
): ConsoleState {
  if (!state.timelines.has(messageId)) return state;
  const before = state.timelines.get(messageId)?.steps ?? [];
  return {
    ...state,
    timelines: put(state.timelines, messageId, withSteps({ ...head, steps: before }, [told])),
  };
}

function mirror(state: ConsoleState, customerId: string): ConsoleState {
  const changes = (state.mirrorChanges.get(customerId) ?? 0) + 1;
  return { ...state, mirrorChanges: put(state.mirrorChanges, customerId, changes) };
}

function put<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}
