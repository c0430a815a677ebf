import type { Reply } from "../replies/reply.ts";
import { cleanText } from "../text/clean-text.ts";
import { splitText } from "../text/split-text.ts";
import { asListOf, buttonsOf } from "./build-buttons.ts";
import { listMessages } from "./build-list.ts";
import { LIMITS } from "./limits.ts";
import type { WhatsAppMessage } from "./message.ts";
import { texts, withBody } from "./texts.ts";

/**
 * The messages that say a reply within Meta's limits, in the order in which they are to be sent. Always the same ones
 * for the same reply, so that a delivery that was interrupted can go on where it stopped. Nothing that the reply says is
 * lost: what does not fit into its place stands in a text before it. Blank text says nothing, and becomes no message.
 */
export function buildMessages(reply: Reply): WhatsAppMessage[] {
  switch (reply.kind) {
    case "text":
      return texts(cleanText(reply.text));
    case "buttons": {
      const buttons = buttonsOf(reply);
      if (buttons === undefined) return listMessages(asListOf(reply));
      return withBody(cleanText(reply.text), (text) => ({
        type: "button",
        body: { text },
        action: { buttons },
      }));
    }
    case "list":
      return listMessages(reply);
    case "location-request":
      return withBody(cleanText(reply.text), (text) => ({
        type: "location_request_message",
        body: { text },
        action: { name: "send_location" },
      }));
    case "image":
      return imageMessages(reply.url, cleanText(reply.caption ?? ""));
  }
}

/** What does not fit into the caption follows the picture. */
function imageMessages(link: string, text: string): WhatsAppMessage[] {
  const [caption] = splitText(text, LIMITS.caption);
  if (caption === undefined) return [{ type: "image", image: { link } }];
  return [{ type: "image", image: { link, caption } }, ...texts(text.slice(caption.length))];
}
