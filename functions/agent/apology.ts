import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../ordering/texts/languages.ts";
import { detectLanguage, languageOfPhone } from "../ordering/words/language.ts";

/** What the bot says when it cannot answer now. True whether an answer comes later or not. */
const APOLOGIES: Readonly<Record<Language, string>> = {
  es: "Disculpa, algo no funciona de nuestro lado. Te respondo en cuanto se arregle; si tarda mucho, por favor escríbenos de nuevo.",
  en: "Sorry, something is not working on our side. I will answer as soon as it does; if it takes long, please write to us again.",
  fr: "Désolé, quelque chose ne fonctionne pas de notre côté. Je réponds dès que possible ; si cela tarde, merci de nous écrire à nouveau.",
  pt: "Desculpe, algo não está funcionando do nosso lado. Respondo assim que voltar; se demorar, por favor escreva de novo.",
};

/** What is known of the customer's language; the first that tells counts. */
export interface LanguageHints {
  /** As the agent has told it: "pt", or "pt-BR". */
  readonly known: string | undefined;
  /** What the customer has just written. */
  readonly texts: readonly string[];
  /** E.164 with its plus. */
  readonly phone: string | undefined;
  /** The business's own. */
  readonly business: Language | undefined;
}

export function apologyFor({ known, texts, phone, business = DEFAULT_LANGUAGE }: LanguageHints): string {
  const told = LANGUAGES.find((language) => language === known?.slice(0, 2).toLowerCase());
  return APOLOGIES[told ?? detectLanguage(texts.join("\n"), null) ?? languageOfPhone(phone, business)];
}
