import { MOST_PIECES } from "../../restaurant/price-line.ts";
import type { Menu, MenuProduct } from "../../restaurant/restaurant.ts";
import { numberOf } from "./numbers.ts";
import { isLike, isSame, wordsOf } from "./words.ts";

/** Products that a text asks for. */
export interface Mentioned {
  readonly items: readonly { readonly productId: string; readonly quantity?: number | undefined }[];
  /** Something that is meant, but could be any of these. */
  readonly ambiguous?:
    | { readonly ids: readonly string[]; readonly quantity?: number | undefined }
    | undefined;
  /** A number of something that is not on the menu; "one" and "a" are too common to tell, and 200 is a house. */
  readonly isMissing: boolean;
  /** Each word is accounted for: there is nothing else that the text could mean. */
  readonly isExact: boolean;
}

/** Between one thing that is wanted and the next. */
const SEPARATOR = /[,;+\n]|\s(?:y|e|and|et|mas|plus|con|with|avec|com)\s/iu;

const IGNORED = new Set(
  "de del la el los las un una al con sin por para quiero quisiera deseo dame ponme agrega agregame agregar pedir favor porfa me i want would like the of please to add give can have some and je veux voudrais le les des du au prends ajoute ajouter o os as um uma quero queria gostaria adiciona adicionar do da dos das e et y a tambien also aussi tambem hola hello hi bonjour ola gracias thanks merci obrigado mi my mon meu".split(
    " ",
  ),
);

const MOST_CANDIDATES = 9;

/** Finds products by name: accents, case, plural and small slips are forgiven; quantities are digits or small numbers in words. */
export function findProducts(menu: Menu, text: string): Mentioned {
  const products = distinct(menu);
  const found = splitWants(products, text).map((part) => findOne(products, part));
  const unclear = found.find(({ candidates }) => candidates.length > 0);
  return {
    isExact: found.every(({ isExact }) => isExact),
    items: found.flatMap(({ product, quantity }) =>
      product === undefined ? [] : [{ productId: product.id, quantity }],
    ),
    ...(unclear && {
      ambiguous: { ids: unclear.candidates.slice(0, MOST_CANDIDATES), quantity: unclear.quantity },
    }),
    isMissing: found.some(({ product, quantity, candidates, words }) => {
      const isCounted = quantity !== undefined && quantity >= 2 && quantity <= MOST_PIECES;
      return product === undefined && candidates.length === 0 && isCounted && words.length > 0;
    }),
  };
}

/** A product's name may hold a separator ("Smoked salmon and passion fruit"); whole names are looked for first. */
function splitWants(products: readonly MenuProduct[], text: string): string[] {
  const words = ` ${wordsOf(text).join(" ")} `;
  const whole = products.filter(
    ({ name }) => SEPARATOR.test(name) && words.includes(` ${wordsOf(name).join(" ")} `),
  );
  if (whole.length > 0 && findOne(whole, text).product !== undefined) return [text];
  return text.split(SEPARATOR);
}

function findOne(products: readonly MenuProduct[], text: string) {
  const all = wordsOf(text);
  const quantity = all.map(numberOf).find((number) => number !== undefined);
  const words = all.filter((word) => numberOf(word) === undefined && !IGNORED.has(word) && word.length > 1);
  const names = products.map(({ name }) => nameWordsOf(name));
  // A slip is forgiven where nothing is called that: "ramen" is no slip for "ramune" where there is ramen.
  const isRight = (word: string) => names.some((name) => name.some((nameWord) => isSame(nameWord, word)));
  const right = new Set(words.filter(isRight));
  const scored = products
    .map((product) => ({ product, ...score(product, words, right) }))
    .filter(({ hits }) => hits > 0)
    .sort((one, other) => other.hits - one.hits || one.missed - other.missed);
  const [best] = scored;
  const none = { product: undefined, quantity, candidates: [], words, isExact: false };
  // Half of what was said has to be the product's name: "un lugar con mesa" is not a table of cheese.
  if (best === undefined || best.hits * 2 < words.length) return none;
  const equal = scored.filter(({ hits }) => hits === best.hits);
  const exact = equal.filter(({ missed }) => missed === 0);
  const [only] = exact.length === 1 ? exact : equal;
  if ((exact.length === 1 || equal.length === 1) && only !== undefined) {
    return { product: only.product, quantity, candidates: [], words, isExact: best.hits === words.length };
  }
  return {
    product: undefined,
    quantity,
    candidates: equal.map(({ product }) => product.id),
    words,
    isExact: false,
  };
}

/**
 * How many words of the text are in the product's name, and how many of the name are not in the text.
 *
 * @param right words that have no slip in them
 */
function score({ name }: MenuProduct, words: readonly string[], right: ReadonlySet<string>) {
  const nameWords = nameWordsOf(name);
  const isMeant = (nameWord: string, word: string) =>
    right.has(word) ? isSame(nameWord, word) : isLike(nameWord, word);
  const isNamed = (word: string) => nameWords.some((nameWord) => isMeant(nameWord, word));
  const isSaid = (nameWord: string) => words.some((word) => isMeant(nameWord, word));
  return { hits: words.filter(isNamed).length, missed: nameWords.filter((word) => !isSaid(word)).length };
}

function nameWordsOf(name: string): string[] {
  return wordsOf(name).filter((word) => !IGNORED.has(word));
}

/** A product may stand in several categories. */
function distinct({ categories }: Menu): MenuProduct[] {
  return [
    ...new Map(
      categories.flatMap(({ products }) => products).map((product) => [product.id, product]),
    ).values(),
  ];
}
