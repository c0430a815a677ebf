import fc from "fast-check";

/** JSON that nobody expects. */
export const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "<PLACEHOLDER>", "PE.1", "51999999999", "__proto__", 1e300, -0, [[]], {}),
);

/** A change to a valid JSON value: which of its parts, at every level, a mutation descends into; then what it does there. */
export const mutation = fc.record({
  path: fc.array(fc.nat(), { maxLength: 12 }),
  change: fc.oneof(
    fc.record({ kind: fc.constant("replace" as const), value: anything }),
    fc.record({ kind: fc.constantFrom("remove" as const, "duplicate" as const) }),
  ),
});
export type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** The value with the change made to a copy of it. */
export function mutated(json: unknown, { path, change }: Mutation): unknown {
  const copy = cloned(json);
  let parent: unknown = copy;
  let keys = keysOf(parent);
  for (const step of path.slice(0, -1)) {
    const next: unknown = Reflect.get(Object(parent), keys[step % keys.length] ?? "");
    if (keysOf(next).length === 0) break;
    parent = next;
    keys = keysOf(parent);
  }
  const key = keys[(path.at(-1) ?? 0) % keys.length];
  if (key === undefined) return copy;
  if (change.kind === "replace") Reflect.set(Object(parent), key, change.value);
  else if (change.kind === "remove") Reflect.deleteProperty(Object(parent), key);
  else if (Array.isArray(parent)) parent.push(cloned(parent[Number(key)]));
  // Setting a key named "__proto__" gives something that no JSON is; this makes it JSON again.
  return cloned(copy);
}

/** A copy; `undefined` (a value that JSON leaves out) becomes `null`. */
export function cloned(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json) ?? "null");
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}
