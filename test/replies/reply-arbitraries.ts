import fc from "fast-check";
import type { Option, Reply } from "../../functions/replies/reply.ts";

/** Characters that are more than one UTF-16 unit or code point, or are refused or cut by somebody on the way. */
const awkward = fc.constantFrom(
  ...[
    "👨‍👩‍👧‍👦",
    "🇵🇪",
    "👍🏽",
    "e\u0301",
    "x \u0301",
    "ñ",
    "한",
    "\u202e",
    "\u0000",
    "\n",
    "\n\n",
    "\t",
    "\ud83d",
    " ",
    "…",
    "*",
    "0️⃣",
  ],
);
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("la", "pizza", "con", "queso", "Av. Larco 1301,", "S/ 30.00") },
  { weight: 2, arbitrary: awkward },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }) },
);

/** Text of people: words, emoji, and now and then something that is very long or blank. */
export function textArbitrary(maxPieces: number): fc.Arbitrary<string> {
  const words = fc
    .tuple(fc.array(piece, { minLength: 1, maxLength: maxPieces }), fc.constantFrom(" ", "\n", ""))
    .map(([pieces, separator]) => pieces.join(separator))
    .filter((text) => text !== "");
  return fc.oneof({ weight: 19, arbitrary: words }, { weight: 1, arbitrary: fc.constantFrom(" ", "\n") });
}

const title = textArbitrary(8);
const option: fc.Arbitrary<Option> = fc
  .record(
    {
      // Few different ones, so that some are given out twice.
      id: fc.oneof(
        fc.nat(30).map((n) => `option:${n}`),
        fc.string({ unit: "grapheme-ascii", maxLength: 199 }).map((text) => `${text.trimStart()}.`),
      ),
      title,
      description: textArbitrary(20),
    },
    { requiredKeys: ["id", "title"] },
  )
  .map((given): Option => given);

const section = fc.record(
  { title, rows: fc.array(option, { minLength: 1, maxLength: 14 }) },
  { requiredKeys: ["rows"] },
);

/** Any reply that the contract allows. */
export const replyArbitrary: fc.Arbitrary<Reply> = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), text: textArbitrary(2000) }),
  fc.record({
    kind: fc.constant("buttons" as const),
    text: textArbitrary(400),
    buttons: fc.array(option, { minLength: 1, maxLength: 6 }),
  }),
  fc.record({
    kind: fc.constant("list" as const),
    text: textArbitrary(400),
    button: title,
    sections: fc.array(section, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant("location-request" as const), text: textArbitrary(400) }),
  fc
    .record(
      {
        kind: fc.constant("image" as const),
        url: fc.constant("https://example.com/carta.jpg"),
        caption: textArbitrary(600),
      },
      { requiredKeys: ["kind", "url"] },
    )
    .map((reply): Reply => reply),
);
