import { splitText } from "../text/split-text.ts";
import { LIMITS } from "./limits.ts";
import type { Interactive, WhatsAppMessage } from "./message.ts";

/** Where Meta demands a text and there is none. */
const NO_TEXT = "…";

/** @param text clean */
export function texts(text: string): WhatsAppMessage[] {
  return splitText(text, LIMITS.text).map((body) => ({ type: "text", text: { body } }));
}

/**
 * An interactive message with its text. Of a text that is too long for it the end stands in it, next to what is to be
 * tapped, and the rest goes before.
 *
 * @param text clean
 */
export function withBody(text: string, interactive: (body: string) => Interactive): WhatsAppMessage[] {
  const body = splitText(text, LIMITS.body).at(-1) ?? "";
  return [
    ...texts(text.slice(0, text.length - body.length)),
    { type: "interactive", interactive: interactive(body || NO_TEXT) },
  ];
}
