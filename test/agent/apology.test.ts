import { expect, it } from "vitest";
import { apologyFor, type LanguageHints } from "../../functions/agent/apology.ts";

const NOTHING: LanguageHints = { known: undefined, texts: [], phone: undefined, business: undefined };

it.each<[string, Partial<LanguageHints>, RegExp]>([
  ["the language that the agent has told", { known: "pt-BR", texts: ["hello"], business: "fr" }, /Desculpe/],
  ["else the customer's words", { texts: ["Bonjour, je voudrais une pizza"], phone: "+15550100" }, /Désolé/],
  ["else the country that they write from", { phone: "+15550100", business: "fr" }, /Sorry/],
  ["else the business's own language", { phone: "+51999999999", business: "fr" }, /Désolé/],
  ["else Spanish", {}, /Disculpa/],
])("an apology is in %s", (_, hints, expected) => {
  expect(apologyFor({ ...NOTHING, ...hints })).toMatch(expected);
});
