import type { Change } from "./conversation-changes.ts";
import type { ConversationRecord } from "./conversation-record.ts";
import { Refusal } from "./envelope.ts";
import { Ledger, type LedgerReading, type NumberedEntry } from "./ledger.ts";
import { type NewConversation, newRecord } from "./new-conversation.ts";

export interface ConversationsSettings {
  readonly clock: () => number;
  /** What lies between a document's reading and its saving. */
  readonly pause: () => Promise<void>;
  /** Milliseconds from a conversation's expiry to its record's removal. */
  readonly removeAfter: number;
}

type Owner = Pick<NewConversation, "userId" | "subDomain" | "localId">;

/**
 * CartaAI's conversations. A write reads the whole document, and saves the whole document after a pause: two writes
 * at once to one conversation lose one of them.
 */
export class Conversations {
  readonly #settings: ConversationsSettings;
  readonly #records = new Map<string, ConversationRecord>();
  readonly #sessionsOfUser = new Map<string, string[]>();
  readonly #removed: ConversationRecord[] = [];
  readonly #ledger = new Ledger();

  constructor(settings: ConversationsSettings) {
    this.#settings = settings;
  }

  find(sessionId: string): ConversationRecord | undefined {
    const record = this.#records.get(sessionId);
    if (record === undefined || this.#settings.clock() < record.expiresAt + this.#settings.removeAfter)
      return record;
    this.#remove(record);
    return undefined;
  }

  /** The most recently used conversation of a person that has neither ended nor expired. */
  findActive({ userId, subDomain, localId }: Owner): ConversationRecord | undefined {
    const sameBranch = ({ localId: own }: ConversationRecord) => !localId || !own || own === localId;
    return mostRecent(
      this.#ofUser(subDomain, userId).filter((record) => sameBranch(record) && this.isActive(record)),
    );
  }

  /** The most recently used conversation of a phone number, at whatever business, active or not. */
  findByPhone(phone: string): ConversationRecord | undefined {
    const found = [...this.#records.keys()].map((sessionId) => this.find(sessionId));
    return mostRecent(
      found
        .filter((record) => record !== undefined)
        .filter(({ userId }) => withoutPlus(userId) === withoutPlus(phone)),
    );
  }

  isActive(record: ConversationRecord): boolean {
    return record.isActive && this.#settings.clock() < record.expiresAt;
  }

  /** The person's active conversation, or a new one. Two calls at once may open two. */
  async open(wanted: NewConversation): Promise<{ record: ConversationRecord; created: boolean }> {
    const active = this.findActive(wanted);
    if (active !== undefined) return { record: active, created: false };
    await this.#settings.pause();
    const record = newRecord(wanted, this.#settings.clock());
    this.#records.set(record.sessionId, record);
    const user = userKey(record.subDomain, record.userId);
    this.#sessionsOfUser.set(user, [...(this.#sessionsOfUser.get(user) ?? []), record.sessionId]);
    return { record, created: true };
  }

  /**
   * Ended and expired conversations take writes as long as their record is there.
   *
   * @throws {Refusal} 404 without a record; 500 when it was removed between reading and saving.
   */
  async write(sessionId: string, change: Change): Promise<ConversationRecord> {
    const read = this.#findForWriting(sessionId);
    await this.#settings.pause();
    return this.#save(read, change);
  }

  /** The same in one step: no other write can come in between. */
  writeAtOnce(sessionId: string, change: Change): ConversationRecord {
    return this.#save(this.#findForWriting(sessionId), change);
  }

  #findForWriting(sessionId: string): ConversationRecord {
    const read = this.find(sessionId);
    if (read === undefined) throw new Refusal(404, "Conversation not found");
    return read;
  }

  #save(read: ConversationRecord, change: Change): ConversationRecord {
    const { sessionId } = read;
    const written = change(read, this.#settings.clock());
    if (!this.#records.has(sessionId)) throw new Refusal(500, "No document found to save");
    this.#ledger.add(written.written.slice(read.written.length));
    this.#records.set(sessionId, written);
    return written;
  }

  /** Removes every record. The ledger keeps what stood in them. */
  forget(): void {
    for (const record of this.#records.values()) this.#remove(record);
  }

  list(): ConversationRecord[] {
    return [...this.#records.values()];
  }

  ledger(): LedgerReading {
    return this.#ledger.read(this.#everKept().flatMap(({ written }) => written));
  }

  /** What stands in all of a person's conversations at a restaurant, removed ones included, in order. */
  writtenIn({ userId, subDomain }: Owner): NumberedEntry[] {
    const own = this.#everKept().filter(
      (record) => record.userId === userId && record.subDomain === subDomain,
    );
    return this.#ledger.number(own.flatMap(({ written }) => written));
  }

  #everKept(): ConversationRecord[] {
    return [...this.#records.values(), ...this.#removed];
  }

  #ofUser(subDomain: string, userId: string): ConversationRecord[] {
    const sessions = this.#sessionsOfUser.get(userKey(subDomain, userId)) ?? [];
    return sessions.map((sessionId) => this.find(sessionId)).filter((record) => record !== undefined);
  }

  #remove(record: ConversationRecord): void {
    this.#removed.push(record);
    this.#records.delete(record.sessionId);
    const user = userKey(record.subDomain, record.userId);
    const others = this.#sessionsOfUser.get(user)?.filter((sessionId) => sessionId !== record.sessionId);
    if (others?.length) this.#sessionsOfUser.set(user, others);
    else this.#sessionsOfUser.delete(user);
  }
}

function mostRecent(records: readonly ConversationRecord[]): ConversationRecord | undefined {
  // Of two that were used in the same millisecond, the one that was opened first: a stable choice.
  return records.toSorted((one, other) => other.lastActivity - one.lastActivity)[0];
}

function userKey(subDomain: string, userId: string): string {
  return `${subDomain}\n${userId}`;
}

function withoutPlus(phone: string): string {
  return phone.replace(/^\+/, "");
}
