import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readItems } from "../aws/batches.ts";
import { readClaims } from "../claims/claim-item.ts";
import type { Pause } from "../configuration/outside.ts";
import { type EventKey, markKey } from "./applied-marks.ts";
import { type Session, sessionSchema } from "./session.ts";

export interface LoadedSessions {
  readonly sessions: ReadonlyMap<string, Session>;
  /** Sessions that cannot be read: what was stored is not what this version understands. */
  readonly unreadable: ReadonlySet<string>;
  /** Mark keys of those events that were applied before. */
  readonly applied: ReadonlySet<string>;
  /** Who holds those that are claimed and not marked yet, by mark key; see `holderOf`. */
  readonly holders: ReadonlyMap<string, string>;
  /** By mark keys of those events that became dead letters and that no session remembers: the queue message that they were. */
  readonly aside: ReadonlyMap<string, string>;
}

/** Reads sessions and the marks of applied events, strongly consistent, in as few requests as possible. */
export async function loadSessions(
  dynamodb: DynamoDBClient,
  tableName: string,
  sessionKeys: readonly string[],
  events: readonly EventKey[],
  pause?: Pause,
): Promise<LoadedSessions> {
  const found = await readItems(dynamodb, tableName, [...sessionKeys, ...events.map(markKey)], pause);
  const items = new Map(found.map((item) => [item["pk"], item]));
  const sessions = new Map<string, Session>();
  const unreadable = new Set<string>();
  for (const key of sessionKeys) {
    const item = items.get(key);
    if (item === undefined) continue;
    const parsed = sessionSchema.safeParse(item);
    if (parsed.success) sessions.set(key, parsed.data);
    else unreadable.add(key);
  }
  const { marked, holders, asides } = readClaims(items, events.map(markKey));
  return { sessions, unreadable, applied: marked, holders, aside: asides };
}
