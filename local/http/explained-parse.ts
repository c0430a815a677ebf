import * as z from "zod/mini";

const english = z.locales.en().localeError;

/** Parses what a person or a client sent, with problems in words; zod/mini alone says no more than "Invalid input". */
export function explainedParse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown) {
  return z.safeParse(schema, value, { error: english, reportInput: true });
}
