import type { Option as ReplyOption } from "../replies/reply.ts";
import { cleanLine } from "../text/clean-text.ts";
import { shortenText } from "../text/split-text.ts";
import { LIMITS } from "./limits.ts";
import type { Row } from "./message.ts";

export interface FittedRow {
  readonly row: Row;
  /** All that the option says, when the row has no room for it. */
  readonly inFull?: string;
}

/** An option as a list's row. A title that is too long goes on in the description. */
export function fitRow(option: ReplyOption): FittedRow {
  const description = cleanLine(option.description ?? "");
  const title = cleanLine(option.title) || description || option.id;
  const short = shortenText(title, LIMITS.rowTitle);
  const below = joined(short === title ? [description] : [title, description]);
  const shown = shortenText(below, LIMITS.rowDescription);
  const row = { id: option.id, title: short, ...(shown !== "" && { description: shown }) };
  return shown === below ? { row } : { row, inFull: joined([title, description]) };
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" – ");
}
