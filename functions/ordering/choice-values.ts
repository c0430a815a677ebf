import { createHash } from "node:crypto";

const NUMBERS = new Set(["page", "quantity", "revision"]);

/** Characters of a value in an id: with three of them it stays well below the 200 that WhatsApp takes. */
const LONGEST_VALUE = 48;
/** Before a digest that stands for a value. `encodeURIComponent` never writes it. */
const DIGESTED = "=";

/** A value without colons; one that is long, or holds half of a surrogate pair, as a digest. */
export function encoded(value: string): string {
  const text = value.isWellFormed() ? encodeURIComponent(value) : "";
  return text !== "" && text.length <= LONGEST_VALUE ? text : digestOf(value);
}

/** @returns undefined for what nobody has encoded */
export function decoded(name: string, value: string): string | number | undefined {
  try {
    const text = decodeURIComponent(value);
    return NUMBERS.has(name) ? Number(text) : text;
  } catch {
    return undefined;
  }
}

export function isDigest(value: string): boolean {
  return value.startsWith(DIGESTED);
}

/** The one that a digest stands for. A menu may hold the same id twice. */
export function onlyOf(values: readonly string[], digest: string): string | undefined {
  const [only, another] = new Set(values.filter((value) => digestOf(value) === digest));
  return another === undefined ? only : undefined;
}

/** 128 bits: no two ids of a menu share them. In UTF-16, which keeps all strings apart. */
function digestOf(value: string): string {
  const digest = createHash("sha256").update(value, "utf16le").digest("base64url");
  return DIGESTED + digest.slice(0, 22);
}
