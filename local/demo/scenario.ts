import type { Business } from "../../functions/businesses/business.ts";
import type { OrderType, PaymentMethod } from "../../functions/restaurant/order.ts";
import type { ScriptSettings } from "../models/script.ts";
import type { Content } from "./as-sent.ts";
import type { MessageContent } from "./message-content.ts";

/** A day of customers, as data: what arrives from WhatsApp, and what CartaAI has to hold in the end. */
export interface Scenario {
  readonly customers: readonly Customer[];
  /** One after the other: the next is sent once the one before is acknowledged. */
  readonly deliveries: readonly Delivery[];
  /** Every order that there has to be in the end, in the order of their confirmation. */
  readonly orders: readonly ExpectedOrder[];
  /** What the models say, when the demonstration plays them itself. */
  readonly script: ScriptSettings;
}

export interface Restaurant {
  readonly business: Business;
  /** The WhatsApp number that customers see. Digits. */
  readonly displayNumber: string;
}

export interface Customer {
  readonly name: string;
  readonly language: "es" | "en" | "fr" | "pt";
  readonly restaurant: Restaurant;
  /** Everything that the person is ever known by, the first first. */
  readonly identities: readonly [Identity, ...Identity[]];
}

/** What WhatsApp tells of a person at some moment. */
export interface Identity {
  /** E.164 digits without the plus. */
  readonly phone?: string;
  /** Business-scoped user id. */
  readonly userId?: string;
}

/** A POST to the webhook. */
export interface Delivery {
  /** Short, for whoever reads the checks. */
  readonly title: string;
  readonly items: readonly Item[];
  /** Meta repeats itself: one after the other, or both at the same moment. Default once. */
  readonly repeated?: "afterwards" | "at-once";
  /** Signed by somebody who does not know the secret: has to be refused. */
  readonly forged?: boolean;
  /** While this is delivered, CartaAI answers nobody. */
  readonly whileCartaAIHangs?: boolean;
  /** To whom the bot says nothing: staff are there, or nothing was said that wants an answer. */
  readonly unanswered?: readonly Customer[];
  /** It depends on what models say: it is left out where others than those of the scenario's script answer. */
  readonly needsModels?: boolean;
  /** The state that CartaAI has to show of the first item's customer once it is answered. */
  readonly leaves?: ExpectedState;
}

/** A conversation's state in CartaAI, written out. What is not named is not looked at. */
export interface ExpectedState {
  readonly intent: string;
  readonly step: string;
  /** Each value has to be there as a whole: an empty list stands for an empty list. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** An order in CartaAI, written out: money in the major unit. */
export interface ExpectedOrder {
  readonly customer: Customer;
  /** How the restaurant can call: with its plus. */
  readonly phone: string;
  readonly items: readonly {
    readonly productId: string;
    readonly quantity: number;
    readonly options?: readonly string[];
  }[];
  readonly type: OrderType;
  readonly paymentMethod: PaymentMethod;
  readonly deliveryCost: number;
  readonly total: number;
  /** As of a delivery. */
  readonly needsModels?: boolean;
}

export type Item = CustomerMessage | StaffMessage | DeliveryStatus | UserIdUpdate;

interface Said {
  readonly customer: Customer;
  /** WhatsApp's message id. */
  readonly id: string;
  /** How it has to stand in CartaAI, written out: nothing here is computed by what is being shown. */
  readonly reads: string;
}

export interface CustomerMessage extends Said {
  readonly kind: "message";
  /** How the sender is known in this message. */
  readonly identity: Identity;
  readonly content: Content;
}

/** What the staff wrote from their phone: WhatsApp echoes it. */
export interface StaffMessage extends Said {
  readonly kind: "echo";
  readonly identity: Identity;
  readonly content: MessageContent;
}

/** What became of a message to the customer. Nothing of it goes to CartaAI. */
export interface DeliveryStatus {
  readonly kind: "status";
  readonly customer: Customer;
  readonly about: string;
  readonly status: "sent" | "delivered" | "read" | "failed";
}

/** A person's id changed. Nothing was said. */
export interface UserIdUpdate {
  readonly kind: "user-id-update";
  readonly customer: Customer;
  readonly previous: string;
  readonly current: { readonly phone?: string; readonly userId: string };
}

/** A message in CartaAI, as far as the scenario knows it. */
export interface Line {
  readonly role: "user" | "bot";
  readonly content: string;
}
