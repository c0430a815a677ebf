/** The command line cannot be used. The message tells whoever typed it every problem, one on a line. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
  }
}
