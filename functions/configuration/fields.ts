import * as z from "zod/mini";

/** "true"/"false" (also 1/0, yes/no, on/off), as people write them in `.env` files. */
export const flag = z.pipe(
  z
    .string()
    .check(z.trim(), z.toLowerCase(), z.regex(/^(true|false|1|0|yes|no|on|off)$/, "expected true or false")),
  z.transform((text) => ["true", "1", "yes", "on"].includes(text)),
);

/** A number with bounds, read from text. */
export function numeric(minimum: number, maximum: number) {
  const expected = `expected a number from ${minimum} to ${maximum}`;
  return z.pipe(
    z.string().check(z.regex(/^\s*\d+(\.\d+)?\s*$/, expected)),
    z.pipe(
      z.transform((text: string) => Number(text)),
      z.number().check(z.gte(minimum, expected), z.lte(maximum, expected)),
    ),
  );
}

/** An http or https address. */
export const httpUrl = z.url({ protocol: /^https?$/, error: "expected an http:// or https:// address" });

export const text = z.string().check(z.minLength(1));

/**
 * For a rule about several variables: as its `when`, it is judged although another variable is wrong. By default zod
 * leaves it for the next run, when the first problems are mended.
 */
export const alsoAfterOtherProblems = () => true;
