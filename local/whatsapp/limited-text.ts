import * as z from "zod/mini";

/**
 * Text with Meta's limit. Meta does not say what it counts; UTF-16 units are the strictest reading, so that what
 * passes here passes there.
 */
export function limitedText(maximum: number) {
  return z
    .string()
    .check(z.minLength(1, "must not be empty"), z.maxLength(maximum, `at most ${maximum} characters`));
}
