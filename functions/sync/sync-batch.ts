import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { describeError } from "../observability/describe-error.ts";
import { formerSessionKeys } from "../sessions/session.ts";
import type { LoadedSessions } from "../sessions/sessions-table.ts";
import type { SyncDependencies } from "./dependencies.ts";
import { putMalformedAside } from "./put-aside.ts";
import { type QueuedEvent, readBatch } from "./queued-event.ts";
import { delayByReceipts, type Remainder, syncConversation } from "./sync-conversation.ts";

/** Milliseconds kept back at the end of an invocation for records and visibility. */
const CLOSING_TIME = 3_000;

/**
 * Applies a batch of sync events to CartaAI: conversations in parallel, each strictly in order, a failure handing back
 * that conversation's remaining events only.
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
  const loaded = await loadSessions(conversations, dependencies);
  const failed = await Promise.all([
    ...[...conversations].map(async ([pk, events]) => {
      const remainder = await syncIfLoaded(pk, events, loaded, deadline, dependencies);
      await handBack(remainder, dependencies);
      return remainder.events.map(({ record }) => record);
    }),
    ...malformed.map(async (each) => ((await putMalformedAside(each, dependencies)) ? [] : [each.record])),
  ]);
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** @returns `undefined` when the table cannot be read: then nothing may be applied, and everything waits */
async function loadSessions(
  conversations: ReadonlyMap<string, readonly QueuedEvent[]>,
  { sessions, telemetry }: SyncDependencies,
): Promise<LoadedSessions | undefined> {
  const events = [...conversations.values()].flat();
  try {
    return await sessions.load(
      [...new Set([...conversations.keys(), ...events.flatMap(formerKeysOf)])],
      events.map(({ event, hash }) => ({ subDomain: event.conversation.subDomain, event: hash })),
    );
  } catch (error) {
    telemetry.error("The sessions could not be read", describeError(error));
    return undefined;
  }
}

async function syncIfLoaded(
  pk: string,
  events: readonly QueuedEvent[],
  loaded: LoadedSessions | undefined,
  deadline: number,
  dependencies: SyncDependencies,
): Promise<Remainder> {
  const isUnreadable = [pk, ...events.flatMap(formerKeysOf)].some((key) => loaded?.unreadable.has(key));
  if (loaded !== undefined && !isUnreadable) {
    return await syncConversation(pk, events, loaded, deadline, dependencies);
  }
  if (loaded !== undefined) dependencies.telemetry.error("A session's item is not understood");
  return { events, delay: delayByReceipts(events, dependencies) };
}

function formerKeysOf({ event }: QueuedEvent): string[] {
  return formerSessionKeys(event.conversation);
}

async function handBack({ events, delay }: Remainder, { visibility, telemetry }: SyncDependencies) {
  if (events.length === 0) return;
  try {
    await visibility.delay(
      events.map(({ record }) => record),
      delay,
    );
  } catch (error) {
    // The queue's own visibility timeout brings them back, later.
    telemetry.warn("The visibility of waiting events could not be changed", describeError(error));
  }
}
