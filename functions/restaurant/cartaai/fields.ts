import * as z from "zod/mini";
import { httpUrl } from "../../configuration/fields.ts";
import { toMinorUnits } from "../money.ts";
import { minorUnits } from "../order.ts";

/** Characters. What is kept of a conversation has to fit into an item of DynamoDB's, whatever CartaAI calls things. */
const LONGEST_ID = 512;
/** Characters of WhatsApp's longest text: nothing longer could be shown. */
const LONGEST_TEXT = 4096;

/** An id: a text, or a number from a server version that counts. */
export const id = z.pipe(
  z.union([z.string().check(z.minLength(1), z.maxLength(LONGEST_ID)), z.number()]),
  z.transform((value: string | number) => String(value)),
);

export const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(LONGEST_TEXT));

/** A price in the major unit, as a number or as decimal text, becomes minor units. */
export const price = z.pipe(
  z.pipe(
    z.union([z.number(), z.string().check(z.regex(/^\d+(\.\d+)?$/))]),
    z.transform((value: number | string) => toMinorUnits(Number(value))),
  ),
  minorUnits,
);

/** Nice to have: what cannot be read counts as missing. */
export function ifReadable<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

export const optionalText = ifReadable(name);
export const optionalUrl = ifReadable(httpUrl);
/** Items to be read one by one. */
export const list = z.catch(z.array(z.unknown()), []);
