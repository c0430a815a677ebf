import type { OrderType, PaymentMethod } from "../../restaurant/order.ts";
import type { Action } from "../actions.ts";
import { AGREE, COMMANDS, DECLINE, FILLERS, METHODS, PAYMENTS, type Phrases, REMOVE } from "./phrases.ts";
import { wordsOf } from "./words.ts";

/** The command that the whole text is, politeness aside. */
export function readCommand(text: string): Action | undefined {
  const words = wordsOf(text);
  return firstFitting(COMMANDS, (phrase) => isWhole(words, phrase));
}

/** The command that a text mentions somewhere. */
export function findCommand(text: string): Action | undefined {
  const words = ` ${wordsOf(text).join(" ")} `;
  return firstFitting(COMMANDS, (phrase) => words.includes(` ${phrase.join(" ")} `));
}

export function readConsent(text: string): "agree" | "decline" | undefined {
  const words = wordsOf(text);
  if (AGREE.some((phrase) => isWhole(words, phrase))) return "agree";
  return DECLINE.some((phrase) => isWhole(words, phrase)) ? "decline" : undefined;
}

/** Whether something is to go rather than to come. */
export function isRemoval(text: string): boolean {
  return mentioned([[true, REMOVE]], text) === true;
}

export function readMethod(text: string): OrderType | undefined {
  return mentioned(METHODS, text);
}

export function readPayment(text: string): PaymentMethod | undefined {
  return mentioned(PAYMENTS, text);
}

function mentioned<Value>(table: readonly (readonly [Value, Phrases])[], text: string): Value | undefined {
  const words = ` ${wordsOf(text).join(" ")} `;
  return firstFitting(table, (phrase) => words.includes(` ${phrase.join(" ")} `));
}

function isWhole(words: readonly string[], phrase: readonly string[]): boolean {
  const spoken = phrase.join(" ");
  return words.join(" ") === spoken || withoutFillers(words).join(" ") === spoken;
}

/** Without what stands before and after: in the middle, "to" and "my" belong to what is said. */
function withoutFillers(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !FILLERS.has(word));
  const last = words.findLastIndex((word) => !FILLERS.has(word));
  return first < 0 ? [] : words.slice(first, last + 1);
}

function firstFitting<Value>(
  table: readonly (readonly [Value, Phrases])[],
  fits: (phrase: readonly string[]) => boolean,
): Value | undefined {
  return table.find(([, choices]) => choices.some(fits))?.[0];
}
