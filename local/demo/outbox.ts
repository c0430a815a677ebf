import type { SentMessage } from "../whatsapp/outbox.ts";
import type { Customer, Identity, Line } from "./scenario.ts";

/** Whether a message went to somebody, under whichever of the ids that they ever had. */
export function isTo({ identities, restaurant }: Customer, message: SentMessage): boolean {
  return (
    message.phoneNumberId === restaurant.business.phoneNumberId &&
    identities.some((identity) => isAddressedTo(identity, message))
  );
}

/** Whether that is how the person is known: by number, or by user id. */
export function isAddressedTo({ phone, userId }: Identity, { recipient }: SentMessage): boolean {
  return recipient.id === (recipient.kind === "phone" ? phone : userId);
}

/**
 * A message of the bot's as it has to stand in the transcript, told from what WhatsApp was given and not from what the bot
 * meant to say: the text, and below it what could be tapped.
 */
export function lineSent({ message }: SentMessage): Line {
  return { role: "bot", content: contentOf(message) };
}

function contentOf(message: SentMessage["message"]): string {
  switch (message.type) {
    case "text":
      return message.text.body;
    case "interactive":
      return interactiveContent(message.interactive);
    case "image":
      return `[Image] ${message.image.caption ?? ""}`.trim();
    case "template":
      return `[Template] ${message.template.name}`;
  }
}

type Interactive = Extract<SentMessage["message"], { type: "interactive" }>["interactive"];

function interactiveContent(interactive: Interactive): string {
  const { text } = interactive.body;
  switch (interactive.type) {
    case "button":
      return `${text}\n[${interactive.action.buttons.map(({ reply }) => reply.title).join(" | ")}]`;
    case "list": {
      const { button, sections } = interactive.action;
      const rows = sections.flatMap(({ title, rows }) => [
        ...(title ? [`${title}:`] : []),
        ...rows.map(({ title, description }) => `- ${[title, description].filter(Boolean).join(": ")}`),
      ]);
      return [text, `[${button}]`, ...rows].join("\n");
    }
    case "location_request_message":
      return `[Location request] ${text}`;
  }
}
