import { LANGUAGES, type Language } from "../texts/languages.ts";
import { wordsOf } from "./words.ts";

/** Frequent words that tell the four languages apart; a word that two of them share tells nothing and is left out. */
const WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  es: new Set(
    "hola la sur buenas buenos dias tardes noches quiero quisiera una unos unas los las el y con sin por gracias carta pedido carrito cuanto cuesta donde hay tienen mi necesito envio hablar dos cuatro ayuda dame ponme agrega agregar mas muchas efectivo recojo".split(
      " ",
    ),
  ),
  en: new Set(
    "hello hi hey the i want would like please and with without my order thanks thank you what how much where is are do have can need two three four five cart add more cash talk someone person good morning evening".split(
      " ",
    ),
  ),
  fr: new Set(
    "bonjour bonsoir salut je veux voudrais une le la les des et avec sans merci s'il vous plait carte commande panier combien ou est avez mon ma besoin deux trois quatre cinq livraison parler quelqu sur ajouter espece especes svp".split(
      " ",
    ),
  ),
  pt: new Set(
    "ola oi bom boa dia tarde noite eu quero queria gostaria uma uns umas o os as e com sem obrigado obrigada cardapio pedido carrinho quanto custa onde tem voce voces meu minha preciso entrega falar dois duas ajuda dinheiro nao sim".split(
      " ",
    ),
  ),
};

/**
 * The language of a text, by its frequent words; undefined when they do not tell. A conversation keeps its language until
 * another one clearly shows: one word ("ok", a product's English name) changes nothing.
 *
 * @param kept the language that the conversation is in already, when it was told by the customer's words
 */
export function detectLanguage(text: string, kept: Language | null): Language | undefined {
  const words = new Set(wordsOf(text));
  const hits = LANGUAGES.map((language) => ({
    language,
    count: [...words].filter((word) => isTelling(word, language)).length,
  })).sort((one, other) => other.count - one.count);
  const [best, second] = hits;
  if (best === undefined || second === undefined || best.count === second.count) return undefined;
  const needed = kept === null || kept === best.language ? 1 : 2;
  return best.count >= needed ? best.language : undefined;
}

function isTelling(word: string, language: Language): boolean {
  return WORDS[language].has(word) && LANGUAGES.filter((other) => WORDS[other].has(word)).length === 1;
}

const PREFIXES: readonly (readonly [string, Language])[] = [
  ["+55", "pt"],
  ["+351", "pt"],
  ["+244", "pt"],
  ["+258", "pt"],
  ["+33", "fr"],
  ["+1", "en"],
  ["+44", "en"],
  ["+61", "en"],
  ["+353", "en"],
];

/** What somebody is greeted in before they have written a word. */
export function languageOfPhone(phone: string | undefined, otherwise: Language): Language {
  return PREFIXES.find(([prefix]) => phone?.startsWith(prefix))?.[1] ?? otherwise;
}
