/** Small letters, no accents, words only: "¿Quiero 2 PIZZAS, por favor?" → ["quiero", "2", "pizzas", "por", "favor"]. */
export function wordsOf(text: string): string[] {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** Whether two words are one but for number: "pizzas" and "pizza". */
export function isSame(one: string, other: string): boolean {
  return singular(one) === singular(other);
}

/** Whether two words are one but for number or a slip: "pizzas" and "pizza", "margherita" and "margarita" (2 slips). */
export function isLike(one: string, other: string): boolean {
  const [a, b] = [singular(one), singular(other)];
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4) return false;
  return distance(a, b, shorter >= 8 ? 2 : 1);
}

/** Good enough for comparison in four languages; not a word that anybody would write. */
function singular(word: string): string {
  if (word.length > 4 && /(?:[^aeiou]es|[aeiou]es)$/.test(word)) return word.replace(/e?s$/, "");
  return word.length > 3 ? word.replace(/[sx]$/, "").replace(/e$/, "") : word;
}

/** Whether one word becomes the other with at most so many letters changed, added or left out. */
function distance(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most) return false;
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const change = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return (row.at(-1) ?? 0) <= most;
}
