import { createHash } from "node:crypto";
import { eventHash } from "../../../functions/sync-events/ids.ts";
import type { ConversationExport } from "./export-schema.ts";

/** Who is to be unrecognisable. */
export type Identified = Pick<ConversationExport, "customer" | "messages">;

/**
 * A value without the identifiers of a conversation: numbers, user ids, names, message ids and what is derived from them,
 * each replaced by the same wherever it stands, also inside of texts. What else people wrote about themselves stays.
 */
export function pseudonymise<Value>(value: Value, identified: Identified): Value {
  const replacements = replacementsFor(identified).map(([from, to]) => [inJson(from), inJson(to)] as const);
  // The longest first: one may contain another.
  const sorted = replacements.toSorted(([one], [other]) => other.length - one.length);
  const known = new Map(sorted);
  const pattern = new RegExp(sorted.map(([from]) => bounded(from)).join("|"), "gu");
  const json = JSON.stringify(value)
    .replace(pattern, (found) => known.get(found) ?? found)
    .replace(GROUP_ID, (hash) => createHash("sha256").update(`pseudonym ${hash}`).digest("hex"));
  // The same value with other texts in it.
  return JSON.parse(json) as Value;
}

/** FIFO groups and deduplication ids: hashes of few possible numbers could be undone by trying. */
const GROUP_ID = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** Peru has no numbers with 900 00. */
function replacementsFor({ customer, messages }: Identified): [string, string][] {
  const phones = distinct(customer.identities.map(({ phone }) => phone));
  const userIds = distinct(customer.identities.map(({ userId }) => userId));
  const ids = distinct(messages.map(({ id }) => id));
  const newUserId = (index: number) => `PE.9000000000000000${String(index + 1).padStart(4, "0")}`;
  return [
    ...phones.map((phone, index): [string, string] => [
      phone,
      `519000090${String(index + 1).padStart(2, "0")}`,
    ]),
    ...userIds.flatMap((userId, index): [string, string][] => [
      [userId, newUserId(index)],
      // As it stands in a session's id.
      [userId.replace(/[^A-Za-z0-9]/g, ""), newUserId(index).replace(".", "")],
    ]),
    ...ids.flatMap((id, index): [string, string][] => {
      const replaced = `wamid.pseudonym-${index + 1}`;
      return [
        [id, replaced],
        [encodeURIComponent(id), replaced],
        [eventHash(id), eventHash(replaced)],
      ];
    }),
    ...namesOf(customer.name).map((name, index): [string, string] => [name, PSEUDONYMS[index] ?? "Nadie"]),
  ];
}

const PSEUDONYMS = ["Sol Prueba Uno", "Sol", "Prueba", "Uno"];

/** The whole name, and its parts that could be told from ordinary words. */
function namesOf(name: string): string[] {
  const parts = name.split(/\s+/).filter((part) => part.length >= 3);
  return distinct([name, ...parts].filter((each) => each.length >= 2));
}

function distinct(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined))];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Not within a longer word: "Ana" is a name, and no part of "mañana". Bytes of a webhook have letters as \u00f1. */
function bounded(text: string): string {
  const escaped = text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const isWord = /^[\p{L}\s'-]+$/u.test(text);
  return isWord ? `(?<![\\p{L}])${escaped}(?![\\p{L}])` : escaped;
}
