const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Where to cut a text so that its first part is at most `limit` UTF-16 units long and ends with a whole grapheme: what
 * a reader takes for one character, such as a family emoji of eleven units. A single one that is longer than the limit
 * is cut between code points, since it fits nowhere.
 *
 * @returns at least 1, unless the text is empty
 */
export function graphemeCut(text: string, limit: number): number {
  if (text.length <= limit) return text.length;
  const start = segmenter.segment(text).containing(limit)?.index ?? 0;
  return start > 0 ? start : Math.max(codePointCut(text, limit), 1);
}

/** Whether the text can be cut before this unit without taking a grapheme apart. */
export function isGraphemeStart(text: string, index: number): boolean {
  return segmenter.segment(text).containing(index)?.index === index;
}

function codePointCut(text: string, limit: number): number {
  const splitsPair = text.slice(limit - 1, limit + 1).codePointAt(0) !== text.charCodeAt(limit - 1);
  return splitsPair ? limit - 1 : limit;
}
