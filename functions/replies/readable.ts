import { cleanLine, cleanText } from "../text/clean-text.ts";
import { cutText, MAX_CONTENT_CHARACTERS } from "../whatsapp/limits.ts";
import type { Option, Reply } from "./reply.ts";

/**
 * A reply as CartaAI's transcript shows it: its text, and below it what could be tapped.
 *
 *     How can we help?
 *     [Menu | Order | Help]
 *
 *     Our menu
 *     [See menu]
 *     Pizzas:
 *     - Margherita: S/ 30.00
 *     - Pepperoni: S/ 34.00
 *
 *     [Location request] Where do we bring it?
 *     [Image] Today's special
 *
 * @returns empty for a blank text, which is not sent either
 */
export function readableReply(reply: Reply): string {
  return cutText(readable(reply), MAX_CONTENT_CHARACTERS, "…");
}

function readable(reply: Reply): string {
  switch (reply.kind) {
    case "text":
      return cleanText(reply.text);
    case "buttons":
      return lines([cleanText(reply.text), `[${reply.buttons.map(named).join(" | ")}]`]);
    case "list":
      return lines([
        cleanText(reply.text),
        `[${cleanLine(reply.button)}]`,
        ...reply.sections.flatMap(({ title = "", rows }) => [
          title.trim() && `${cleanLine(title)}:`,
          ...rows.map((row) => `- ${named(row)}`),
        ]),
      ]);
    case "location-request":
      return `[Location request] ${cleanText(reply.text)}`.trim();
    case "image":
      return `[Image] ${cleanText(reply.caption ?? "")}`.trim();
  }
}

function named({ title, description = "" }: Option): string {
  return [cleanLine(title), cleanLine(description)].filter((part) => part !== "").join(": ");
}

function lines(all: readonly string[]): string {
  return all.filter((line) => line !== "").join("\n");
}
