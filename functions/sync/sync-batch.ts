import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { noteJoined } from "../claims/note-joined.ts";
import { describeError } from "../observability/describe-error.ts";
import { formerSessionKeys, newSession, type Session } from "../sessions/session.ts";
import type { LoadedSessions } from "../sessions/sessions-table.ts";
import type { SyncDependencies } from "./dependencies.ts";
import { putMalformedAside } from "./put-aside.ts";
import { type Malformed, type QueuedEvent, readBatch, recordsOf } from "./queued-event.ts";
import { recallSession, StaleSessionError, withStaleness } from "./recall-session.ts";
import { delayByReceipts, type Remainder, syncConversation } from "./sync-conversation.ts";

/** Milliseconds kept back at the end of an invocation for records and visibility. */
const CLOSING_TIME = 3_000;

/**
 * Applies a batch of sync events to CartaAI: conversations in parallel, each strictly in order, a failure handing back
 * that conversation's remaining events only. A record that holds several comes back until each of them is settled.
 *
 * @param remaining milliseconds that the invocation has left
 */
export async function syncBatch(
  records: readonly SQSRecord[],
  remaining: number,
  dependencies: SyncDependencies,
): Promise<SQSBatchResponse> {
  const deadline = dependencies.clock() + remaining - CLOSING_TIME;
  const { conversations, malformed } = readBatch(records);
  const recalled = new Map<string, Session>();
  for (const [pk, events] of conversations) {
    const session = recallSession(pk, events, dependencies);
    if (session !== undefined) recalled.set(pk, session);
  }
  const others = new Map([...conversations].filter(([pk]) => !recalled.has(pk)));
  const loaded = await loadSessions(others, dependencies);
  const [parts, whole] = divide(malformed, ({ part }) => part !== undefined);
  const left = await Promise.all([
    ...[...conversations].map(async ([pk, events]) => {
      const session = recalled.get(pk);
      const remainder =
        session === undefined
          ? await syncIfLoaded(pk, events, loaded, deadline, dependencies)
          : await syncRecalled(session, events, deadline, dependencies);
      await handBack(remainder, dependencies);
      return recordsOf(remainder.events);
    }),
    putMalformed(whole, new Set(), dependencies),
  ]);
  const waiting = new Set(left.flat());
  // Nothing remembers that they are dead letters but that their record is gone, so the others in it come first.
  for (const record of await putMalformed(parts, waiting, dependencies)) waiting.add(record);
  return { batchItemFailures: [...waiting].map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/**
 * @param waiting records that stay in the queue anyway: what is malformed in them is put aside when they come again
 * @returns the records that have to stay because not all of them could be put aside
 */
async function putMalformed(
  malformed: readonly Malformed[],
  waiting: ReadonlySet<SQSRecord>,
  dependencies: SyncDependencies,
): Promise<SQSRecord[]> {
  const due = malformed.filter(({ record }) => !waiting.has(record));
  const isAside = await Promise.all(due.map((each) => putMalformedAside(each, dependencies)));
  return due.filter((_, index) => !isAside[index]).map(({ record }) => record);
}

function divide<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

interface Loaded extends LoadedSessions {
  /** Merged conversations that could not be noted as such. */
  readonly unnoted: ReadonlySet<string>;
}

/** @returns `undefined` when the table cannot be read: then nothing may be applied, and everything waits */
async function loadSessions(
  conversations: ReadonlyMap<string, readonly QueuedEvent[]>,
  dependencies: SyncDependencies,
): Promise<Loaded | undefined> {
  const { sessions, telemetry } = dependencies;
  const events = [...conversations.values()].flat();
  try {
    const loaded = await sessions.load(
      [...new Set([...conversations.keys(), ...events.flatMap(formerKeysOf)])],
      events.map(({ event, hash }) => ({ subDomain: event.conversation.subDomain, event: hash })),
    );
    const unnoted = await noteJoined(
      new Set(events.flatMap(formerKeysOf)),
      { items: loaded.sessions, unreadable: loaded.unreadable, make: newSession, save: sessions.save },
      telemetry,
    );
    return { ...loaded, unnoted };
  } catch (error) {
    telemetry.error("The sessions could not be read", describeError(error));
    return undefined;
  }
}

async function syncIfLoaded(
  pk: string,
  events: readonly QueuedEvent[],
  loaded: Loaded | undefined,
  deadline: number,
  dependencies: SyncDependencies,
): Promise<Remainder> {
  const needed = [pk, ...events.flatMap(formerKeysOf)];
  const isUnreadable = needed.some((key) => loaded?.unreadable.has(key));
  if (isUnreadable) dependencies.telemetry.error("A session's item is not understood");
  if (loaded === undefined || isUnreadable || needed.some((key) => loaded.unnoted.has(key))) {
    return { events, delay: delayByReceipts(events, dependencies) };
  }
  return await syncConversation(pk, events, loaded, deadline, dependencies);
}

/** Goes by memory, and by the table as soon as that turns out to be old. */
async function syncRecalled(
  session: Session,
  events: readonly QueuedEvent[],
  deadline: number,
  dependencies: SyncDependencies,
): Promise<Remainder> {
  const { pk } = session;
  const known = {
    sessions: new Map([[pk, session]]),
    applied: new Set<string>(),
    holders: new Map<string, string>(),
    aside: new Map<string, string>(),
  };
  try {
    return await syncConversation(pk, events, known, deadline, withStaleness(dependencies));
  } catch (error) {
    if (!(error instanceof StaleSessionError)) throw error;
    const loaded = await loadSessions(new Map([[pk, events]]), dependencies);
    return await syncIfLoaded(pk, events, loaded, deadline, dependencies);
  }
}

function formerKeysOf({ event }: QueuedEvent): string[] {
  return formerSessionKeys(event.conversation);
}

async function handBack({ events, delay }: Remainder, { visibility, telemetry }: SyncDependencies) {
  if (events.length === 0) return;
  try {
    await visibility.delay(recordsOf(events), delay);
  } catch (error) {
    // The queue's own visibility timeout brings them back, later.
    telemetry.warn("The visibility of waiting events could not be changed", describeError(error));
  }
}
