import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { noteJoined } from "../claims/note-joined.ts";
import { describeError } from "../observability/describe-error.ts";
import { backoff } from "../queues/backoff.ts";
import { isBackFromDeadLetters } from "../queues/dead-letters.ts";
import { formerSessionKeys } from "../sessions/session.ts";
import { answerConversation, type Remainder } from "./answer-conversation.ts";
import { holdsDecided, newRecord } from "./conversation-record.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { putMalformedAside } from "./put-aside.ts";
import { type QueuedTurn, readBatch, receivedTimes } from "./queued-turn.ts";
import type { LoadedRecords } from "./turn-store.ts";
import { waitForRecord } from "./wait-for-record.ts";

/** Milliseconds kept back at the end of an invocation for records and visibility. */
const CLOSING_TIME = 3_000;

/**
 * Answers a batch of messages: conversations in parallel, one turn of each at a time, a failure handing back that
 * conversation's messages only.
 *
 * @param remaining milliseconds that the invocation has left
 */
export async function answerBatch(
  records: readonly SQSRecord[],
  remaining: number,
  dependencies: AgentDependencies,
): Promise<SQSBatchResponse> {
  const deadline = dependencies.clock() + remaining - CLOSING_TIME;
  const { conversations, malformed } = readBatch(records);
  const loaded = await loadRecords(conversations, dependencies);
  const routed = loaded === undefined ? conversations : route(conversations, loaded);
  const failed = await Promise.all([
    ...[...routed].map(async ([pk, turns]) => {
      const remainder = await answerIfLoaded(pk, turns, loaded, deadline, dependencies);
      await handBack(remainder, dependencies);
      return remainder.turns.map(({ record }) => record);
    }),
    ...malformed.map(async (each) => ((await putMalformedAside(each, dependencies)) ? [] : [each.record])),
  ]);
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

interface Loaded extends LoadedRecords {
  /** Merged conversations that could not be noted as such. */
  readonly unnoted: ReadonlySet<string>;
}

/** @returns `undefined` when the table cannot be read: then nothing may be answered, and everything waits */
async function loadRecords(
  conversations: ReadonlyMap<string, readonly QueuedTurn[]>,
  { store, telemetry }: AgentDependencies,
): Promise<Loaded | undefined> {
  const messages = [...conversations.values()].flat();
  try {
    const loaded = await store.load(
      [...new Set([...conversations.keys(), ...messages.flatMap(formerKeysOf)])],
      messages.map(({ turn, hash }) => ({ subDomain: turn.conversation.subDomain, message: hash })),
    );
    const unnoted = await noteJoined(
      new Set(messages.flatMap(formerKeysOf)),
      { items: loaded.records, unreadable: loaded.unreadable, make: newRecord, save: store.save },
      telemetry,
    );
    return { ...loaded, unnoted };
  } catch (error) {
    telemetry.error("The conversations could not be read", describeError(error));
    return undefined;
  }
}

/** A dead letter whose answer was decided is answered where that was, although it was replayed to another conversation. */
function route(
  conversations: ReadonlyMap<string, readonly QueuedTurn[]>,
  { records }: LoadedRecords,
): ReadonlyMap<string, readonly QueuedTurn[]> {
  const placed = [...conversations].flatMap(([pk, turns]) =>
    turns.map((queued) => {
      const holds = (key: string) => holdsDecided(records.get(key) ?? newRecord(key), queued.hash);
      const decided = isBackFromDeadLetters(queued) ? formerKeysOf(queued).find(holds) : undefined;
      return { pk: decided ?? pk, queued };
    }),
  );
  const routed = Map.groupBy(placed, ({ pk }) => pk);
  return new Map([...routed].map(([pk, those]) => [pk, those.map(({ queued }) => queued)]));
}

async function answerIfLoaded(
  pk: string,
  turns: readonly QueuedTurn[],
  loaded: Loaded | undefined,
  deadline: number,
  dependencies: AgentDependencies,
): Promise<Remainder> {
  const needed = [pk, ...turns.flatMap(formerKeysOf)];
  if (loaded !== undefined && !needed.some((key) => loaded.unnoted.has(key))) {
    if (needed.some((key) => loaded.unreadable.has(key)))
      return await waitForRecord(pk, turns, loaded, dependencies);
    return await answerConversation(pk, turns, loaded, deadline, dependencies);
  }
  const { telemetry, retryBase: base, random } = dependencies;
  telemetry.count("TurnsRetried", turns.length);
  return { turns, delay: backoff(turns[0] ? receivedTimes(turns[0]) : 1, undefined, { base, random }) };
}

function formerKeysOf({ turn }: QueuedTurn): string[] {
  return formerSessionKeys(turn.conversation);
}

async function handBack({ turns, delay }: Remainder, { visibility, telemetry }: AgentDependencies) {
  if (turns.length === 0) return;
  try {
    await visibility.delay(
      turns.map(({ record }) => record),
      delay,
    );
  } catch (error) {
    // The queue's own visibility timeout brings them back, later.
    telemetry.warn("The visibility of waiting turns could not be changed", describeError(error));
  }
}
