import type { SentMessage } from "../../whatsapp/outbox.ts";
import type { Content } from "../api.ts";

/** What the bot sent, as the chat shows it. */
export function outboundContent({ message }: SentMessage): Content {
  switch (message.type) {
    case "text":
      return { kind: "text", text: message.text.body };
    case "image": {
      const { id, link, caption } = message.image;
      return {
        kind: "image",
        ...(id !== undefined && { mediaId: id, url: `/console/media/${encodeURIComponent(id)}` }),
        ...(link !== undefined && { link }),
        ...(caption !== undefined && { caption }),
      };
    }
    case "template":
      return { kind: "other", type: "template", text: `Template ${message.template.name}` };
    case "interactive":
      return interactiveContent(message.interactive);
  }
}

type Interactive = Extract<SentMessage["message"], { type: "interactive" }>["interactive"];

function interactiveContent(interactive: Interactive): Content {
  const { text } = interactive.body;
  switch (interactive.type) {
    case "button":
      return { kind: "buttons", text, options: interactive.action.buttons.map(({ reply }) => reply) };
    case "list":
      return {
        kind: "list",
        text,
        open: interactive.action.button,
        sections: interactive.action.sections.map(({ title, rows }) => ({
          ...(title !== undefined && { title }),
          options: rows.map(({ description, ...row }) => ({
            ...row,
            ...(description !== undefined && { description }),
          })),
        })),
      };
    case "location_request_message":
      return { kind: "location-request", text };
  }
}
