import * as z from "zod/mini";
import type { Details } from "../catalogue.ts";
import type { Modifier } from "../restaurant.ts";
import { id, ifReadable, list, name, price } from "./fields.ts";
import type { ReadItems } from "./read-items.ts";

const choiceSchema = z.object({ _id: id, name, price });
const count = ifReadable(z.int().check(z.gte(0)));
const modifierSchema = z.object({ _id: id, name, minSelections: count, maxSelections: count, options: list });
const detailsSchema = z.object({ _id: id, price, presentations: list, modifiers: list });

/** The details of one product out of CartaAI's answer; undefined when they are not there, or nobody could order by them. */
export function readDetails(
  products: readonly unknown[],
  productId: string,
  readItems: ReadItems,
): Details | undefined {
  const found = readItems("product", detailsSchema, products).find(({ _id }) => _id === productId);
  if (found === undefined) return undefined;
  const presentations = readItems("presentation", choiceSchema, found.presentations).map(toChoice);
  // Its price is one of theirs, and none can be read.
  if (presentations.length === 0 && found.presentations.length > 0) return undefined;
  const modifiers = readItems("modifier", modifierSchema, found.modifiers).flatMap((modifier) =>
    toModifier(modifier, readItems("option", choiceSchema, modifier.options).map(toChoice)),
  );
  return { price: found.price, presentations, modifiers };
}

/** Never more selections demanded than there are options, nor more than are allowed: nobody could go on. */
function toModifier(
  { _id, name, minSelections = 0, maxSelections = 0 }: z.output<typeof modifierSchema>,
  options: Modifier["options"],
): Modifier[] {
  if (options.length === 0) return [];
  const least = Math.min(minSelections, options.length);
  // No maximum is no limit.
  const most = Math.min(maxSelections === 0 ? options.length : maxSelections, options.length);
  return [{ id: _id, name, minSelections: least, maxSelections: Math.max(least, most), options }];
}

function toChoice({ _id, name, price }: z.output<typeof choiceSchema>) {
  return { id: _id, name, price };
}
