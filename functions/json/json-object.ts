/** An object that came out of `JSON.parse`. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Whether nothing in it is nested deeper than `levels`. `JSON.parse` takes any depth, `JSON.stringify` some thousands;
 * the recursion here is bounded by `levels`.
 */
export function isNestedWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isNestedWithin(inner, levels - 1));
}

/** Whether a text stands anywhere in it, as a value or as a key. With a stack of its own: it may be of any depth. */
export function holdsText(value: unknown, text: string): boolean {
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (next === text) return true;
    if (typeof next !== "object" || next === null) continue;
    const keys = Array.isArray(next) ? [] : Object.keys(next);
    for (const inner of [...keys, ...Object.values(next)]) pending.push(inner);
  }
  return false;
}
