import { graphemeCut, isGraphemeStart } from "./graphemes.ts";

/** A piece that ends earlier than this share of its limit would leave a strangely short message behind. */
const SHORTEST_PIECE = 0.5;

/** Not a blank that carries a combining mark: together they are a character that can be seen. */
const LEADING_BLANKS = /^\s+(?![\p{M}\u200d])/u;

/**
 * Takes a text apart into pieces of at most `limit` UTF-16 units: at the end of a line if one ends late enough, else
 * between words, else, in a word longer than any piece, between graphemes. Blanks around a cut are left out; nothing
 * else is. The last piece is the end of the text as it stands.
 *
 * @returns nothing for a blank text
 */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text.replace(LEADING_BLANKS, "").trimEnd();
  while (rest.length > limit) {
    const cut = cutOf(rest, limit);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).replace(LEADING_BLANKS, "");
  }
  return rest === "" ? pieces : [...pieces, rest];
}

/** The text in at most `limit` UTF-16 units; what was longer ends with an ellipsis. */
export function shortenText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, cutOf(text, limit - 1)).trimEnd()}…`;
}

function cutOf(whole: string, limit: number): number {
  // What comes after the code point behind the limit has no say in where a grapheme begins.
  const text = whole.slice(0, limit + 2);
  for (const separator of [/\n/, /\s/]) {
    const cut = lastCutAt(separator, text, limit);
    if (cut !== undefined) return cut;
  }
  return graphemeCut(text, limit);
}

/** The last place for a cut before such a character, in the later part of what fits. */
function lastCutAt(separator: RegExp, text: string, limit: number): number | undefined {
  for (let index = limit; index >= limit * SHORTEST_PIECE && index > 0; index -= 1) {
    if (separator.test(text.charAt(index)) && isGraphemeStart(text, index)) return index;
  }
  return undefined;
}
