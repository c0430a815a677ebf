import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { putItems } from "../aws/batches.ts";
import { fencedPut, ItemTakenOverError } from "../aws/fenced-put.ts";
import { groupCommit } from "../aws/group-commit.ts";
import { hasSucceeded } from "../aws/has-succeeded.ts";
import { toItem } from "../aws/items.ts";
import { type Claim, claimItem } from "../claims/claim-item.ts";
import { LruCache } from "../collections/lru-cache.ts";
import type { Pause } from "../configuration/outside.ts";
import { APPLIED_MARK_TTL, type EventKey, markKey } from "./applied-marks.ts";
import { markAside } from "./aside-marks.ts";
import { type LoadedSessions, loadSessions } from "./load-sessions.ts";
import { dropApplied, dropAside, type Session } from "./session.ts";
import { leavingWatermark } from "./watermark.ts";

export { type EventKey, type LoadedSessions, markKey };

/** Somebody else wrote the session in the meantime: this invocation is no longer the conversation's writer. */
export class SessionTakenOverError extends Error {
  override readonly name = "SessionTakenOverError";
}

export interface SessionsTable {
  /** Reads sessions and the marks of applied events, strongly consistent, in as few requests as possible. */
  load(sessionKeys: readonly string[], events: readonly EventKey[]): Promise<LoadedSessions>;
  /** @throws {SessionTakenOverError} when the stored revision is not the one this copy was read at */
  save(session: Session): Promise<void>;
  /**
   * Saves the session. What leaves its watermark is marked as applied before that, and what leaves its dead letters as one
   * of them, for as long as a copy of it may turn up; when that fails the watermark is saved whole, and the failure is thrown.
   *
   * @param subDomain of the session's events
   * @param marked what has to be marked at once, by hash: the watermark alone would not be asked about it
   * @throws {SessionTakenOverError} like `save`; the events are marked all the same
   */
  complete(session: Session, subDomain: string, marked: readonly string[]): Promise<void>;
  /**
   * Claims an event for a conversation, for as long as a copy of it may turn up.
   *
   * @param sessionKey of the conversation
   * @param takenFrom session keys of conversations that it may be taken from; by a replay alone
   */
  claim(event: EventKey, sessionKey: string, takenFrom: readonly string[] | undefined): Promise<Claim>;
  /** Keeps a session in this process's memory, as it is stored now. */
  remember(session: Session): void;
  /** Takes a session out of memory. Somebody else may have written it since. */
  recall(sessionKey: string): Session | undefined;
}

/** Conversations that go on. A session is two kilobytes. */
const REMEMBERED = 1_000;

/** Outlives every copy of every event of the conversation. Seconds. */
const SESSION_TTL = 30 * 24 * 60 * 60;

/**
 * Sessions and the marks of applied events, in one table. Unprocessed parts of a batch are asked for again.
 *
 * @param clock epoch milliseconds
 */
export function createSessionsTable(
  dynamodb: DynamoDBClient,
  tableName: string,
  clock: () => number = Date.now,
  pause?: Pause,
): SessionsTable {
  const ttl = (seconds: number) => Math.floor(clock() / 1000) + seconds;

  // Conversations of a batch end at about the same time; their marks share requests.
  const mark = groupCommit(async (keys) => {
    const marks = [...new Set(keys)].map((pk) => toItem({ pk, expiresAt: ttl(APPLIED_MARK_TTL) }));
    await putItems(dynamodb, tableName, marks, pause);
  });

  const memory = new LruCache<Session>(REMEMBERED);

  const table: SessionsTable = {
    load: (sessionKeys, events) => loadSessions(dynamodb, tableName, sessionKeys, events, pause),

    async save(session) {
      const item = toItem({ ...session, expiresAt: ttl(SESSION_TTL) });
      // A session that is deleted and made anew must not come to the revision of a copy that somebody remembers.
      const first = ttl(0);
      session.revision = await fencedPut(dynamodb, tableName, item, session.revision, first).catch(
        asTakenOver,
      );
    },

    async complete(session, subDomain, marked) {
      const leaving = leavingWatermark(session.recent);
      const marking = mark([...marked, ...leaving].map((event) => markKey({ subDomain, event })));
      const aside = leavingWatermark(session.aside);
      const puttingAside = markAside(
        dynamodb,
        tableName,
        session.pk,
        aside.map((each) => ({ ...each, subDomain })),
        ttl(APPLIED_MARK_TTL),
      );
      // Marks are true whoever writes the session now, and only a put can be fenced; so the two may go at once, but for
      // what this put drops.
      if (leaving.length + aside.length > 0) {
        const [isMarked, isAside] = await Promise.all([marking, puttingAside].map(hasSucceeded));
        if (isMarked && leaving.length > 0) dropApplied(session, leaving);
        if (isAside && aside.length > 0) dropAside(session, aside);
      }
      const results = await Promise.allSettled([table.save(session), marking, puttingAside]);
      const failure = results.find((result) => result.status === "rejected");
      if (failure) throw failure.reason;
    },

    async claim(event, sessionKey, takenFrom) {
      const [key, expiresAt] = [markKey(event), ttl(APPLIED_MARK_TTL)];
      return await claimItem(
        dynamodb,
        tableName,
        { key, conversation: sessionKey, takenFrom, expiresAt },
        pause,
      );
    },

    remember: (session) => memory.set(session.pk, session),

    recall(sessionKey) {
      const session = memory.get(sessionKey);
      memory.delete(sessionKey);
      return session;
    },
  };
  return table;
}

function asTakenOver(error: unknown): never {
  if (!(error instanceof ItemTakenOverError)) throw error;
  throw new SessionTakenOverError("another consumer wrote this conversation's session", { cause: error });
}
