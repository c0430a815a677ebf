import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine, cleanText } from "../../functions/text/clean-text.ts";
import { shortenText, splitText } from "../../functions/text/split-text.ts";
import { textArbitrary } from "../replies/reply-arbitraries.ts";

const FAMILY = "👨‍👩‍👧‍👦";
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const graphemes = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);
const visible = (text: string) => graphemes(text).filter((grapheme) => grapheme.trim() !== "");

describe("a text that is split", () => {
  it.each([
    ["between words", "uno dos tres", 9, ["uno dos", "tres"]],
    ["right behind a word that just fits", "uno dos tres", 7, ["uno dos", "tres"]],
    ["at a line's end rather than between words", "uno dos\ntres cuatro", 14, ["uno dos", "tres cuatro"]],
    ["between words when the line ends too early", "uno\ndos tres cuatro", 16, ["uno\ndos tres", "cuatro"]],
    ["within a word that is longer than a piece", "abcdefghij", 4, ["abcd", "efgh", "ij"]],
    ["not within a family", `${FAMILY}${FAMILY}`, 12, [FAMILY, FAMILY]],
    ["not within a flag", "🇵🇪🇵🇪🇵🇪", 6, ["🇵🇪", "🇵🇪", "🇵🇪"]],
    ["not between a letter and its accent", "abce\u0301", 4, ["abc", "e\u0301"]],
    [
      "between code points where a single grapheme is too long",
      "😀\u200d".repeat(3),
      4,
      ["😀\u200d", "😀\u200d", "😀\u200d"],
    ],
    ["not within a blank that carries an accent", "uno \u0301dos", 5, ["uno", " \u0301dos"]],
    ["not at all when it fits", "uno dos", 7, ["uno dos"]],
    ["into nothing when it is blank", " \n ", 7, []],
  ])("is cut %s", (_, text, limit, pieces) => {
    expect(splitText(text, limit)).toEqual(pieces);
  });

  it("is all there, in pieces that fit, with every grapheme whole", () => {
    fc.assert(
      fc.property(textArbitrary(300).map(cleanText), fc.integer({ min: 40, max: 400 }), (text, limit) => {
        const pieces = splitText(text, limit);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(limit);
        expect(pieces.flatMap(visible)).toEqual(visible(text));
        expect(text.endsWith(pieces.at(-1) ?? "")).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a text that is shortened", () => {
  it.each([
    ["Pizza Americana", 15, "Pizza Americana"],
    ["Pizza Americana Familiar", 20, "Pizza Americana…"],
    ["Pizza Americana", 14, "Pizza America…"],
    ["Hamburguesota", 8, "Hamburg…"],
    [`Pizza ${FAMILY}`, 16, "Pizza…"],
    [`Menú ${FAMILY}${FAMILY}`, 17, `Menú ${FAMILY}…`],
  ])("%j in %d units is %j", (text, limit, short) => {
    expect(shortenText(text, limit)).toBe(short);
  });

  it("begins as the whole one does, fits, and is well-formed", () => {
    fc.assert(
      fc.property(textArbitrary(20).map(cleanLine), fc.integer({ min: 20, max: 72 }), (text, limit) => {
        const short = shortenText(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(short.isWellFormed()).toBe(true);
        expect(short === text || (short.endsWith("…") && text.startsWith(short.slice(0, -1)))).toBe(true);
      }),
    );
  });
});

describe("clean text", () => {
  it("has no control characters, lone surrogates, or more than one blank line", () => {
    expect(cleanText(" a\u0000b\u0007\r\nc\td\r\n \n\n\ne\ud83d\u0085 ")).toBe("ab\nc d\n\ne\ufffd");
  });

  it("can be brought on one line", () => {
    expect(cleanLine(" Pizza\n\n  Americana\t")).toBe("Pizza Americana");
  });
});
