import { hash } from "node:crypto";
import type { HistoryEntry } from "../cartaai/conversation.ts";

/** CartaAI keeps this many messages of a conversation. */
export const HISTORY_LENGTH = 20;

/** A message as it can be found again in a history, whenever it was stamped. */
export function contentDigest(role: string, content: string): string {
  return digest([role, content.trim()]);
}

/** An entry as it stood there, server's time included: two equal messages have two different digests. */
export function entryDigest({ role, content, timestamp }: HistoryEntry): string {
  return digest([role, content.trim(), timeOf(timestamp)]);
}

/** Routes may write the same moment differently. */
function timeOf(timestamp: unknown): unknown {
  const time = typeof timestamp === "string" ? Date.parse(timestamp) : timestamp;
  return typeof time === "number" && Number.isFinite(time) ? time : (timestamp ?? null);
}

/** Marks a known entry whose server time was never shown, so that only its content can be compared. */
const UNSTAMPED = "~";

/** Whether CartaAI has ever shown the history that these digests stand for. */
export function wasShown(known: readonly string[]): boolean {
  return known.some((entry) => !entry.startsWith(UNSTAMPED));
}

/** A message that we know to be written, although CartaAI's answer did not show the history with it. */
export function unstampedEntry(contentDigest: string): string {
  return UNSTAMPED + contentDigest;
}

/** 66 bits: twenty are told apart, and each is in every write of the session. */
function digest(value: unknown): string {
  return hash("sha256", JSON.stringify(value), "base64url").slice(0, 11);
}

/** The history's entries that were not there yet when it was last seen, oldest first. */
export interface NewEntries {
  readonly entries: readonly HistoryEntry[];
  /** A new entry with the right content is the one that is looked for, not an older one that looks the same. */
  readonly presenceProves: boolean;
  /** What is not among the new entries has not been written. */
  readonly absenceProves: boolean;
}

/**
 * What has been added to a history since it was last seen: each known entry accounts for one entry of the history, what
 * remains is new. Known entries may have dropped out at the front, or been lost in one of CartaAI's own races.
 *
 * @param known the history as last seen; `undefined` when CartaAI has never shown it
 */
export function entriesSince(
  known: readonly string[] | undefined,
  history: readonly HistoryEntry[],
): NewEntries {
  const unaccounted = [...(known ?? [])];
  const entries = history.filter((entry) => {
    const marks = [entryDigest(entry), unstampedEntry(contentDigest(entry.role, entry.content))];
    const found = unaccounted.findIndex((digest) => marks.includes(digest));
    if (found < 0) return true;
    unaccounted.splice(found, 1);
    return false;
  });
  const overlaps = entries.length < history.length;
  return {
    entries,
    presenceProves: overlaps || known?.length === 0,
    // A full history without a known entry may have pushed out more than it shows, also when it began empty.
    absenceProves: overlaps || history.length < HISTORY_LENGTH,
  };
}
