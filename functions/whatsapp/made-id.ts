import { createHash } from "node:crypto";

/**
 * An id for a message that Meta sent without one: the same message gives the same id, so that a repeated delivery is
 * recognised. Walks with a stack of its own, because `JSON.stringify` overflows on deeply nested input.
 */
export function madeId(item: unknown): string {
  return `made.${createHash("sha256").update(canonicalText(item)).digest("hex")}`;
}

/** One text for one JSON value: every container is told with its size, so no two values share a text. */
function canonicalText(item: unknown): string {
  const tokens: string[] = [];
  const pending: unknown[] = [item];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) {
      tokens.push(JSON.stringify(value) ?? "undefined");
      continue;
    }
    const entries = Object.entries(value);
    tokens.push(`${Array.isArray(value) ? "array" : "object"}:${entries.length}`);
    for (const [key, inner] of entries) pending.push(inner, key);
  }
  return tokens.join(",");
}
