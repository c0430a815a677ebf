/**
 * A copy in which nothing is nested deeper than `levels` (what is, is left out), every string is well-formed, and no
 * key is `__proto__`. What it returns can be serialised and merged by code that expects none of these. The recursion
 * is bounded by `levels`, never by the input.
 */
export function boundedCopy(value: unknown, levels: number): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value !== "object" || value === null) return value;
  if (levels === 0) return undefined;
  if (Array.isArray(value)) return value.map((inner) => boundedCopy(inner, levels - 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__proto__")
      .map(([key, inner]) => [key.toWellFormed(), boundedCopy(inner, levels - 1)]),
  );
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same without the properties that are `undefined`: with `exactOptionalPropertyTypes` these are absent. */
export function defined<T extends object>(value: T): Defined<T> {
  // Object.fromEntries knows nothing of the keys that went in.
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Defined<T>;
}
