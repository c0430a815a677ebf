import type { Boundary, FaultKind } from "./fault-kinds.ts";

/** How a person is known to WhatsApp. */
export interface Identifiers {
  /** Digits. */
  readonly phone?: string;
  readonly userId?: string;
}

/** What the bot does about a message. */
export interface Turn {
  /** Milliseconds after the message was queued. */
  readonly after: number;
  readonly replies: readonly string[];
  /** Missing: the state stays as it is. */
  readonly state?: { readonly isActive: boolean };
  readonly orders: boolean;
}

export interface Said {
  readonly kind: "message";
  /** WhatsApp's id. */
  readonly id: string;
  readonly person: number;
  readonly as: Identifiers;
  readonly text: string;
  readonly turn?: Turn;
}

/** WhatsApp tells that a person is known by something else from now on. */
export interface Renamed {
  readonly kind: "renamed";
  readonly id: string;
  readonly person: number;
  readonly from: Identifiers;
  readonly to: Identifiers;
}

export interface PlannedWebhook {
  /** Milliseconds from the beginning. */
  readonly at: number;
  readonly items: readonly (Said | Renamed)[];
  /** Milliseconds after the first delivery at which Meta delivers it again, although it was answered; 0 is at once. */
  readonly copies: readonly number[];
  /** Meta delivered it before one that was written earlier. */
  readonly reordered: boolean;
}

/** Somebody else writes to a person's conversation at CartaAI. */
export interface Interference {
  readonly at: number;
  readonly person: number;
  readonly messages: number;
}

/** CartaAI is away, or takes no call because somebody else uses its limit up (429). Milliseconds from the beginning. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  readonly how: "refused" | "dropped" | "hung" | "5xx" | "html" | "429";
}

export interface PlannedFault {
  readonly boundary: Boundary;
  readonly kind: FaultKind;
  /** Strikes what passes the boundary as the n-th, from 1. */
  readonly nth: number;
  /** How many in a row it strikes. */
  readonly times: number;
  /** From 0 up to 1: decides what the kind leaves open (a status, a delay, before or after). */
  readonly variant: number;
}

/** One scenario, written out: whoever plays it again sees the same. */
export interface Plan {
  readonly seed: string;
  readonly people: number;
  /** A bot answers by the agent Lambda. Else the turns are published as they are planned. */
  readonly hasBot: boolean;
  /** Two conversations of theirs are found to be one person's only later; order holds in each of them. */
  readonly merging: readonly number[];
  readonly webhooks: readonly PlannedWebhook[];
  readonly interferences: readonly Interference[];
  readonly outages: readonly Outage[];
  readonly faults: readonly PlannedFault[];
}
