import type { Reply } from "../replies/reply.ts";
import { cleanLine, cleanText } from "../text/clean-text.ts";
import { shortenText } from "../text/split-text.ts";
import { fitRow } from "./fit-row.ts";
import { LIMITS } from "./limits.ts";
import { type Page, paginate } from "./list-pages.ts";
import type { Row, WhatsAppMessage } from "./message.ts";
import { withBody } from "./texts.ts";

type ListReply = Extract<Reply, { kind: "list" }>;

/** A section, cleaned, with whatever of it does not fit into a list written out. */
interface FittedSection {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Lines of text. */
  readonly inFull: readonly string[];
}

/**
 * A list of at most 10 rows, or several, one after the other. The first carries the text, the others their number. What
 * a row has no room for is written out in the text; only the label that opens the list is simply cut.
 */
export function listMessages(reply: ListReply): WhatsAppMessage[] {
  const button = shortenText(cleanLine(reply.button), LIMITS.listButton) || "☰";
  const sections = reply.sections.map((section) => fitSection(section));
  const pages = paginate(sections, button);
  const inFull = sections.flatMap((section) => section.inFull).join("\n");
  const text = [cleanText(reply.text), inFull].filter((part) => part !== "").join("\n\n");
  return pages.flatMap((page, index) =>
    withBody(index === 0 ? text : `${index + 1}/${pages.length}`, (body) => listOf(page, body, button)),
  );
}

function fitSection({ title = "", rows }: ListReply["sections"][number]): FittedSection {
  const whole = cleanLine(title);
  const short = shortenText(whole, LIMITS.sectionTitle);
  const fitted = rows.map((row) => fitRow(row));
  const heading = short === whole ? [] : [whole];
  return {
    title: short,
    rows: fitted.map(({ row }) => row),
    inFull: [...heading, ...fitted.flatMap(({ inFull }) => (inFull === undefined ? [] : [`• ${inFull}`]))],
  };
}

function listOf(sections: Page, text: string, button: string) {
  return { type: "list", body: { text }, action: { button, sections } } as const;
}
