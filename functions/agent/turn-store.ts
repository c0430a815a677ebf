import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { putItems, readItems } from "../aws/batches.ts";
import { fencedPut, ItemTakenOverError } from "../aws/fenced-put.ts";
import { hasSucceeded } from "../aws/has-succeeded.ts";
import { toItem } from "../aws/items.ts";
import { type Claim, claimItem, readClaims } from "../claims/claim-item.ts";
import type { Pause } from "../configuration/outside.ts";
import { leavingWatermark } from "../sessions/watermark.ts";
import { type ConversationRecord, conversationRecordSchema, isDecided } from "./conversation-record.ts";

export interface MessageKey {
  readonly subDomain: string;
  /** Hash of the message's id. */
  readonly message: string;
}

export interface LoadedRecords {
  readonly records: ReadonlyMap<string, ConversationRecord>;
  /** What was stored is not what this version understands. */
  readonly unreadable: ReadonlySet<string>;
  /** Mark keys of those messages that were handled before. */
  readonly handled: ReadonlySet<string>;
  /** Who holds those that are claimed and not marked yet, by mark key; see `holderOf`. */
  readonly holders: ReadonlyMap<string, string>;
}

export interface TurnStore {
  /** Reads conversations and the marks of handled messages, strongly consistent, in as few requests as possible. */
  load(keys: readonly string[], messages: readonly MessageKey[]): Promise<LoadedRecords>;
  /**
   * That somebody has noted in the meantime that the conversation was joined is no obstacle to a turn that was decided
   * before: whoever noted it has seen that.
   *
   * @throws {ItemTakenOverError} when the stored revision is not the one this copy was read at
   */
  save(record: ConversationRecord): Promise<void>;
  /**
   * Saves the record. What leaves its watermark is marked as handled before that, for as long as Meta may repeat it; when
   * that fails the watermark is saved whole, and the failure is thrown.
   *
   * @param subDomain of the record's messages
   * @param marked what has to be marked at once, by hash: the watermark alone would not be asked about it
   * @throws {ItemTakenOverError} like `save`; the messages are marked all the same
   */
  complete(record: ConversationRecord, subDomain: string, marked: readonly string[]): Promise<void>;
  /**
   * Claims a message for a conversation, for as long as Meta may repeat it.
   *
   * @param pk of the conversation's record
   * @param takenFrom keys of conversations that it may be taken from; by a replay alone
   */
  claim(message: MessageKey, pk: string, takenFrom: readonly string[] | undefined): Promise<Claim>;
}

const DAY = 24 * 60 * 60;
/** Meta repeats for 7 days. Seconds. */
export const MARK_TTL = 8 * DAY;
/** As long as a conversation is remembered elsewhere (`functions/sessions`). Seconds. */
const RECORD_TTL = 30 * DAY;

/** Of the business, not of the conversation: the same message stays the same when its conversation is merged. */
export function markKey({ subDomain, message }: MessageKey): string {
  return `${subDomain}#message#${message}`;
}

/**
 * Conversations and the marks of handled messages, in one table. The turn under way is one JSON text: what agents put
 * into states and contexts may be nested deeper than DynamoDB's own types.
 *
 * @param clock epoch milliseconds
 */
export function createTurnStore(
  dynamodb: DynamoDBClient,
  tableName: string,
  clock: () => number = Date.now,
  pause?: Pause,
): TurnStore {
  const ttl = (seconds: number) => Math.floor(clock() / 1000) + seconds;

  async function put(record: ConversationRecord): Promise<void> {
    const { turn, ...plain } = record;
    const stored = turn === undefined ? plain : { ...plain, turn: JSON.stringify(turn) };
    const item = toItem({ ...stored, expiresAt: ttl(RECORD_TTL) });
    record.revision = await fencedPut(dynamodb, tableName, item, record.revision);
  }

  const store: TurnStore = {
    async load(keys, messages) {
      const items = await readItems(dynamodb, tableName, [...keys, ...messages.map(markKey)], pause);
      const found = new Map(items.map((item) => [item["pk"], item]));
      const records = new Map<string, ConversationRecord>();
      const unreadable = new Set<string>();
      for (const key of keys) {
        const item = found.get(key);
        if (item === undefined) continue;
        const record = toRecord(item);
        if (record === undefined) unreadable.add(key);
        else records.set(key, record);
      }
      const { marked, holders } = readClaims(found, messages.map(markKey));
      return { records, unreadable, handled: marked, holders };
    },

    async save(record) {
      try {
        await put(record);
      } catch (error) {
        if (!(error instanceof ItemTakenOverError) || record.joined) throw error;
        const { records } = await store.load([record.pk], []);
        const stored = records.get(record.pk);
        const isOnlyNoted = stored?.joined === true && stored.revision === record.revision + 1;
        if (!isOnlyNoted || !isDecided(stored.turn)) throw error;
        record.joined = true;
        record.revision = stored.revision;
        await put(record);
      }
    },

    async complete(record, subDomain, marked) {
      const leaving = leavingWatermark(record.recent);
      const keys = [...marked, ...leaving].map((message) => markKey({ subDomain, message }));
      const marks = [...new Set(keys)].map((pk) => toItem({ pk, expiresAt: ttl(MARK_TTL) }));
      const marking = putItems(dynamodb, tableName, marks, pause);
      // Marks are true whoever writes the record now, and only a put can be fenced; so the two may go at once, but for
      // what this put drops.
      if (leaving.length > 0 && (await hasSucceeded(marking)))
        record.recent = record.recent.filter((message) => !leaving.includes(message));
      const results = await Promise.allSettled([store.save(record), marking]);
      const failure = results.find((result) => result.status === "rejected");
      if (failure) throw failure.reason;
    },

    async claim(message, conversation, takenFrom) {
      const request = { key: markKey(message), conversation, takenFrom, expiresAt: ttl(MARK_TTL) };
      return await claimItem(dynamodb, tableName, request, pause);
    },
  };
  return store;
}

function toRecord(item: Record<string, unknown>): ConversationRecord | undefined {
  const { turn } = item;
  const parsed = conversationRecordSchema.safeParse({
    ...item,
    ...(typeof turn === "string" && { turn: parseTurn(turn) }),
  });
  return parsed.data;
}

function parseTurn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
