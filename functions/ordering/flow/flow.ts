import { DEFAULT_CURRENCY, formatMoney } from "../../restaurant/money.ts";
import type { OrderDraft } from "../../restaurant/order.ts";
import type { Branch, Catalogue, OrderReader, WorkContext } from "../../restaurant/restaurant.ts";
import type { OrderingState, OrderStage } from "../state.ts";
import type { Language } from "../texts/languages.ts";
import type { Texts } from "../texts/texts.ts";

/** What is shown at the end of a turn, after the notices. `question` is whatever the stage asks. */
export type Screen =
  | { readonly kind: "question" }
  | { readonly kind: "home" }
  | { readonly kind: "menu" }
  | { readonly kind: "category" }
  | { readonly kind: "found" }
  | { readonly kind: "lines" }
  | { readonly kind: "line" }
  | { readonly kind: "outside" }
  | { readonly kind: "below-minimum" }
  | { readonly kind: "placed" }
  | { readonly kind: "none" };

/** The turn's surroundings: this person, this business, and nobody else. */
export interface Surroundings {
  readonly catalogue: Catalogue;
  readonly orders: OrderReader;
  readonly branch: Branch;
  readonly work: WorkContext;
  /** As WhatsApp tells it: the customer's own, whatever they typed. */
  readonly phone: string | undefined;
  readonly restaurantName: string;
  readonly currency: string;
  /** What a phone number without country code begins with: "+51". */
  readonly callingCode: string;
}

/** One turn under way: the state as it is being changed, and what will be said at its end. */
export interface Flow extends Surroundings {
  readonly state: OrderingState;
  readonly texts: Texts;
  readonly language: Language;
  readonly notices: string[];
  /** Of the summary that the customer has before them: what this turn comes to, they have not seen yet. */
  offered: number | undefined;
  screen: Screen;
  /** Confirmed in this turn, to be placed unless something later in it takes that back. */
  draft?: OrderDraft;
  wantsPerson?: boolean;
}

/** The turn as it stands, to be gone on with while the other one stays as it is: what states hold is never changed in place. */
export function forked(flow: Flow): Flow {
  return { ...flow, state: { ...flow.state }, notices: [...flow.notices] };
}

/** Says something before the screen; once. */
export function notice(flow: Flow, text: string): void {
  if (!flow.notices.includes(text)) flow.notices.push(text);
}

/** Asks what the stage asks. */
export function ask(flow: Flow, stage: OrderStage): void {
  flow.state.order_stage = stage;
  flow.state.current_intent = "";
  flow.state.current_step = "";
  flow.state.workflow = "";
  flow.screen = { kind: "question" };
}

/** Shows something while nothing is being asked. */
export function show(flow: Flow, screen: Exclude<Screen["kind"], "question">, step: string): void {
  flow.state.order_stage = "";
  flow.state.current_intent = "";
  flow.state.workflow = "";
  flow.state.current_step = step;
  flow.screen = { kind: screen };
}

export function money(flow: Flow, amount: number): string {
  return formatMoney(amount, flow.currency || DEFAULT_CURRENCY, flow.language);
}
