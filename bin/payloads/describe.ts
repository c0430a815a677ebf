import type { InboundMessage } from "../../functions/whatsapp/inbound.ts";
import { type InspectedBody, type InspectedItem, OUTCOMES, type Outcome } from "./inspect-body.ts";
import type { Unreadable } from "./read-bodies.ts";

export type Inspected = InspectedBody | Unreadable;
export type Summary = Readonly<Record<Outcome | "bodies" | "unreadable", number>>;

export function summarise(inspected: readonly Inspected[]): Summary {
  const readable = inspected.filter((one) => "items" in one);
  const count = (outcome: Outcome) =>
    readable.reduce((sum, { items }) => sum + items.filter((item) => item.outcome === outcome).length, 0);
  return {
    bodies: readable.length,
    handled: count("handled"),
    placeholder: count("placeholder"),
    ignored: count("ignored"),
    lost: count("lost"),
    unreadable: inspected.length - readable.length,
  };
}

/** One line, for the end. */
export function describeSummary(summary: Summary): string {
  const outcomes = OUTCOMES.map((outcome) => `${summary[outcome]} ${outcome}`).join(", ");
  return `${summary.bodies} bodies: ${outcomes}; ${summary.unreadable} unreadable\n`;
}

/** A heading for the body and a line for each item. */
export function describe(inspected: Inspected): string {
  const heading = inspected.name === undefined ? inspected.file : `${inspected.file} › ${inspected.name}`;
  if ("problem" in inspected) return `${heading}\n  unreadable   ${inspected.problem}\n`;
  const lines = inspected.items.map((item) => `  ${item.outcome.padEnd(12)} ${describeItem(item)}\n`);
  return `${heading}\n${lines.join("") || "  nothing in it\n"}`;
}

function describeItem({ item, event }: InspectedItem): string {
  switch (item.kind) {
    case "message":
      return `message ${event?.role} ${quoted(item.content)}${reasonOf(item)}`;
    case "status":
      return `no event: status ${[item.status, ...item.errorCodes].join(" ")}`;
    case "identity-change":
      return `no event: ${item.previous.userId} is now ${item.current.userId}`;
    case "ignored":
    case "lost":
      return `no event: ${item.field}, ${item.reason}`;
  }
}

function reasonOf({ type, placeholder }: InboundMessage): string {
  return placeholder === undefined ? "" : ` (${type}: ${placeholder})`;
}

/** One line, whatever the text holds, and no control character that the terminal would obey. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007F-\u009F\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
