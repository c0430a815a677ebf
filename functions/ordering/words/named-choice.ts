import { numberOf } from "./numbers.ts";
import { isLike, wordsOf } from "./words.ts";

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The choices of a list that a text names, by their names, or by their number in the list when it is nothing but that. */
export function readChoices<Choice extends Named>(text: string, choices: readonly Choice[]): Choice[] {
  const words = wordsOf(text);
  const named = choices.filter(({ name }) => isNamed(words, name));
  if (named.length > 0) return named;
  const [number, ...others] = words.map(numberOf);
  const choice = number === undefined || others.length > 0 ? undefined : choices[number - 1];
  return choice === undefined ? [] : [choice];
}

/** All words of a short name, the longest of a long one. */
function isNamed(words: readonly string[], name: string): boolean {
  const nameWords = wordsOf(name).filter((word) => word.length > 2 || /\d/.test(word));
  const needed =
    nameWords.length <= 2 ? nameWords : [nameWords.reduce((a, b) => (b.length > a.length ? b : a))];
  return needed.length > 0 && needed.every((word) => words.some((said) => isLike(said, word)));
}
