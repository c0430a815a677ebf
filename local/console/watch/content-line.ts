import type { Content } from "../api.ts";

/** A message on one line, for lists of chats. */
export function contentLine(content: Content): string {
  switch (content.kind) {
    case "text":
    case "buttons":
    case "list":
    case "location-request":
    case "notice":
    case "other":
      return content.text;
    case "choice":
      return content.title;
    case "location":
      return content.name ?? "Location";
    case "audio":
      return "Voice note";
    case "image":
      return content.caption ?? "Photo";
    case "order":
      return `Order of ${content.items.length}`;
    case "reaction":
      return content.emoji === "" ? "Reaction taken back" : content.emoji;
    case "edit":
      return `Edited: ${content.text}`;
    case "revoke":
      return "Message deleted";
  }
}
