import { Annotation } from "@langchain/langgraph/web";
import type { OrderLine, OrderType, PaymentMethod } from "../restaurant/order.ts";
import type { Action } from "./actions.ts";
import type { Language } from "./texts/languages.ts";

/**
 * What the customer is being asked; empty when nothing. The names are those that CartaAI's console knows from the bot
 * before, so that its intent follows from them (`./conversation-state.ts`).
 */
export type OrderStage =
  | ""
  | "selecting_items"
  | "awaiting_size"
  | "awaiting_extras"
  | "customizing"
  | "cart"
  | "checkout"
  | "awaiting_location"
  | "delivery"
  | "awaiting_payment"
  | "awaiting_name"
  | "awaiting_phone"
  | "confirming"
  | "placing";

export interface SpokenMessage {
  readonly role: "user" | "bot";
  readonly content: string;
}

/** A product on its way into the cart: what has been chosen so far. */
export interface Selection {
  readonly productId: string;
  readonly quantity?: number | undefined;
  readonly presentationId?: string | undefined;
  readonly options: readonly { readonly modifierId: string; readonly optionId: string }[];
  /** Modifiers of which no more is wanted. */
  readonly closed: readonly string[];
  readonly notes?: string | undefined;
}

export interface UserLocation {
  readonly street: string;
  readonly coordinates?: { readonly latitude: number; readonly longitude: number } | undefined;
  /** Chosen, or found by map or name. */
  readonly zoneId?: string | undefined;
  readonly zoneName?: string | undefined;
}

/** What is on the screen besides a question: a page of the menu, what has been found. */
export interface Place {
  readonly categoryId?: string | undefined;
  readonly page?: number | undefined;
  readonly lineKey?: string | undefined;
  readonly found?: readonly string[] | undefined;
  /** How many of what has been found are wanted. */
  readonly quantity?: number | undefined;
}

/** How much of a conversation is remembered. */
export const MESSAGES_KEPT = 20;

/**
 * The graph's state, by the names that it had in the bot before. LangGraph saves it at the end of each turn; everything in
 * it is bounded, because it is read and written with each message.
 */
export const orderingState = Annotation.Root({
  messages: Annotation<readonly SpokenMessage[]>({
    reducer: (before, after) => [...before, ...after].slice(-MESSAGES_KEPT),
    default: () => [],
  }),
  /** Given only where it does not follow from the stage. */
  current_intent: last<"" | "menu" | "info" | "support">(""),
  order_stage: last<OrderStage>(""),
  /** What the conversation is at while there is no stage. */
  current_step: last<string>(""),
  workflow: last<"" | "menu">(""),
  cart: last<readonly OrderLine[]>([]),
  user_location: last<UserLocation | null>(null),
  payment_method: last<PaymentMethod | null>(null),
  delivery_method: last<OrderType | null>(null),
  customer_name: last<string>(""),
  customer_phone: last<string>(""),
  current_order_id: last<string>(""),
  current_order_number: last<string>(""),
  /** Messages in a row that were not understood. */
  retry_count: last<number>(0),
  language: last<Language | null>(null),
  last_user_message: last<string>(""),
  selection: last<Selection | null>(null),
  /** Products that are to be selected next. */
  waiting: last<readonly Selection[]>([]),
  place: last<Place>({}),
  /** Counts the summaries: a confirmation is one of the summary that was shown last, and of no other. */
  revision: last<number>(0),
  /** The total of that summary; minor units. */
  summary_total: last<number>(0),
  /** What came with a confirmation, to be answered once it is known what became of the order. */
  deferred: last<readonly Action[]>([]),
});

/** The state as a turn works on it. */
export type OrderingState = {
  -readonly [Key in keyof typeof orderingState.State]: (typeof orderingState.State)[Key];
};

function last<Value>(initial: Value) {
  return Annotation<Value>({ reducer: (_, value) => value, default: () => initial });
}
