import type { Content } from "./as-sent.ts";
import { type MessageContent, text } from "./message-content.ts";
import type { Customer, CustomerMessage, Delivery, Identity, Line, StaffMessage } from "./scenario.ts";

/** An id in the form of WhatsApp's, the same for the same name. */
export function messageId(name: string): string {
  return `wamid.${Buffer.from(`demo:${name}`).toString("base64")}`;
}

/** Something that a customer sends. */
export function says(
  customer: Customer,
  name: string,
  content: Content,
  reads: string,
  identity: Identity = customer.identities[0],
): CustomerMessage {
  return { kind: "message", customer, identity, id: messageId(name), content, reads };
}

/** A text message: it has to stand in CartaAI as it is. */
export function writes(
  customer: Customer,
  name: string,
  words: string,
  identity?: Identity,
): CustomerMessage {
  return says(customer, name, text(words), words, identity);
}

/** A webhook with one item. */
export function one(
  title: string,
  item: Delivery["items"][number],
  more: Omit<Delivery, "title" | "items"> = {},
): Delivery {
  return { title, items: [item], ...more };
}

/** Something that the staff send to a customer from their phone. */
export function staffSay(
  customer: Customer,
  name: string,
  content: MessageContent,
  reads: string,
): StaffMessage {
  return { kind: "echo", customer, identity: customer.identities[0], id: messageId(name), content, reads };
}

/** The line that a message has to become. What staff write stands there as the restaurant's. */
export function lineOf({ kind, reads }: CustomerMessage | StaffMessage): Line {
  return { role: kind === "message" ? "user" : "bot", content: reads };
}
