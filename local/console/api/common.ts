import * as z from "zod/mini";

export const text = z.string().check(z.minLength(1));
export const isoTime = z.iso.datetime({ offset: true });
export const count = z.int().check(z.gte(0));

/** The answer to everything that is refused, with status 400, 403, 404, 409, 413 or 415. */
export const problemSchema = z.object({
  /** What is wrong, for the person who asked. */
  error: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
