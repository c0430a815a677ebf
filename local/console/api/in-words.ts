import type { Content } from "./content.ts";

/** A message in a line, where there is no room for more. */
export function inWords(content: Content): string {
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
      return `Location: ${content.name ?? content.address ?? `${content.latitude}, ${content.longitude}`}`;
    case "audio":
      return "Voice note";
    case "image":
      return content.caption ? `Photo: ${content.caption}` : "Photo";
    case "order":
      return `Order of ${content.items.length} ${content.items.length === 1 ? "product" : "products"}`;
    case "reaction":
      return content.emoji === "" ? "Reaction taken back" : `Reaction ${content.emoji}`;
    case "edit":
      return `Corrected: ${content.text}`;
    case "revoke":
      return "Message taken back";
  }
}
