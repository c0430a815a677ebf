import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

// zod/mini comes without words. One language is imported by itself: `z.locales` would bundle all of them.
z.config(en());

/** A Lambda or command was started with an unusable environment. The message names every problem at once. */
export class InvalidEnvironmentError extends Error {
  override readonly name = "InvalidEnvironmentError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/**
 * Reads the environment through one schema. An empty string counts as "not set", because shells, `.env` files
 * and CloudFormation all produce empty strings for things that nobody set.
 *
 * Values never appear in the error: one of them may be a secret.
 *
 * @throws {InvalidEnvironmentError} with every problem, by variable name and what is expected.
 */
export function parseEnvironment<Schema extends z.ZodMiniType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const result = z.safeParse(schema, set);
  if (result.success) return result.data;
  throw new InvalidEnvironmentError(
    result.error.issues.map((issue) => {
      const name = issue.path.map(String).join(".") || "environment";
      const missing = issue.code === "invalid_type" && set[name] === undefined;
      return missing ? `${name} is not set` : `${name}: ${issue.message}`;
    }),
  );
}
