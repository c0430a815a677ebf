const WORDS: Readonly<Record<string, number>> = {
  ...{ un: 1, una: 1, uno: 1, dos: 2, tres: 3, cuatro: 4, cinco: 5, seis: 6, siete: 7, ocho: 8, nueve: 9 },
  ...{ diez: 10, once: 11, doce: 12, one: 1, a: 1, an: 1, two: 2, three: 3, four: 4, five: 5, six: 6 },
  ...{ seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, une: 1, deux: 2, trois: 3 },
  ...{ quatre: 4, cinq: 5, sept: 7, huit: 8, neuf: 9, dix: 10, um: 1, uma: 1, dois: 2, duas: 2 },
  ...{ quatro: 4, sete: 7, oito: 8, nove: 9, dez: 10 },
};

/** "2", "x2", "dos", "two", "deux", "duas" → 2. Undefined for what is no small number. */
export function numberOf(word: string): number | undefined {
  const digits = /^x?([0-9]{1,3})x?$/.exec(word)?.[1];
  if (digits !== undefined) return Number(digits);
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}
