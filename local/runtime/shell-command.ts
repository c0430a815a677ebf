/** A command for sh, a parameter on each line. */
export function command(name: string, parameters: readonly string[]): string {
  return `  ${[name, ...parameters].join(" \\\n    ")}`;
}

/** One word for sh, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
