/** A request as it goes over the wire: bytes are base64, what is undefined is not there. A copy. */
export function toWire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return Array.isArray(value) ? value.map(toWire) : mapped(value, toWire);
}

/**
 * An answer as the SDK gives it. A copy. Under "B" there is a text only where that is the type of a value; an attribute of
 * that name has an object there.
 */
export function fromWire(value: unknown, key = ""): unknown {
  if (key === "B" && typeof value === "string") return new Uint8Array(Buffer.from(value, "base64"));
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? value.map((item) => fromWire(item)) : mapped(value, fromWire);
}

function mapped(object: object, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) copy[key] = change(value, key);
  }
  return copy;
}
