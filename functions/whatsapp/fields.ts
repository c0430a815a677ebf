import * as z from "zod/mini";

/** Longer than any id that Meta makes (about 100 characters), shorter than any key that a table refuses. */
const MAX_ID_CHARACTERS = 512;

/** A schema whose failure means "not told", so that one odd field never costs the rest of its item. */
export function ifUsable<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

/** An id or a number's digits. Some senders write digits as a JSON number. */
export const identifierText = z.pipe(
  z.union([z.string(), z.int()]),
  z.pipe(
    z.transform((value: string | number) => String(value).trim()),
    z
      .string()
      .check(z.minLength(1), z.maxLength(MAX_ID_CHARACTERS))
      .check(z.refine((text) => text.isWellFormed())),
  ),
);

/** A price, a quantity or a coordinate, as a JSON number or as text. */
export const decimalNumber = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^-?\d{1,15}(\.\d{1,15})?$/))]),
  z.transform(Number),
);

/** Year 5138: beyond it the value is no epoch second but, most likely, a millisecond. */
const EPOCH_SECONDS_END = 1e11;

/** Meta's timestamps: epoch seconds, as text or as a number. Becomes ISO 8601. */
export const epochSeconds = z.pipe(
  z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d{1,11}$/)), z.transform(Number))]),
  z.pipe(
    z.number().check(z.gte(1), z.lt(EPOCH_SECONDS_END)),
    z.transform((seconds: number) => new Date(seconds * 1000).toISOString()),
  ),
);
