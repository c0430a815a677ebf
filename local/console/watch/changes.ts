import type { ChatMessage, Customer, Step, Timeline } from "../api.ts";

/** What a watch has seen change. */
export type Change =
  | { readonly kind: "customer"; readonly customer: Customer }
  | { readonly kind: "message"; readonly message: ChatMessage }
  | { readonly kind: "step"; readonly timeline: Omit<Timeline, "steps">; readonly step: Step }
  | { readonly kind: "mirror"; readonly customerId: string };

export type OnChange = (change: Change) => void;
