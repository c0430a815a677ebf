import type { InboundItem, InboundMessage } from "../../functions/whatsapp/inbound.ts";
import { NotAWebhookError, readWebhook } from "../../functions/whatsapp/read-webhook.ts";
import type { NamedBody, Unreadable } from "./read-bodies.ts";

export const OUTCOMES = ["handled", "placeholder", "ignored", "lost"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A sync event as the webhook publishes it, without what only the businesses table knows. */
export interface EventPreview {
  readonly type: "message";
  readonly id: string;
  readonly role: "user" | "bot";
  readonly content: string;
  readonly occurredAt: string;
  readonly conversation: InboundMessage["person"];
  readonly metadata: InboundMessage["metadata"];
}

export interface InspectedItem {
  readonly outcome: Outcome;
  readonly item: InboundItem;
  /** Absent when nothing would be published. */
  readonly event?: EventPreview;
}

export interface InspectedBody {
  readonly file: string;
  readonly name?: string;
  readonly items: readonly InspectedItem[];
}

/** What becomes of each item of a body. A body that is no webhook is as unreadable as a file that is not JSON. */
export function inspectBody({ body, ...source }: NamedBody): InspectedBody | Unreadable {
  try {
    return { ...source, items: readWebhook(body).map(inspectItem) };
  } catch (error) {
    if (!(error instanceof NotAWebhookError)) throw error;
    return { ...source, problem: `is not a webhook (wrong: ${error.fields.join(", ")})` };
  }
}

function inspectItem(item: InboundItem): InspectedItem {
  const outcome = outcomeOf(item);
  return item.kind === "message" ? { outcome, item, event: previewOf(item) } : { outcome, item };
}

function outcomeOf(item: InboundItem): Outcome {
  if (item.kind === "ignored" || item.kind === "lost") return item.kind;
  return item.kind === "message" && item.placeholder !== undefined ? "placeholder" : "handled";
}

function previewOf({ id, author, content, occurredAt, person, metadata }: InboundMessage): EventPreview {
  const role = author === "customer" ? "user" : "bot";
  return { type: "message", id, role, content, occurredAt, conversation: person, metadata };
}
