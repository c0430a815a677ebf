import { describeError } from "../observability/describe-error.ts";
import { backoff } from "../queues/backoff.ts";
import type { Remainder } from "./answer-conversation.ts";
import { newRecord } from "./conversation-record.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { LONGEST_STEP } from "./fail-turn.ts";
import { putTurnAside } from "./put-aside.ts";
import { ageOf, fieldsOf, type QueuedTurn, receivedTimes } from "./queued-turn.ts";
import { mirrorUnread } from "./read-messages.ts";
import { selectWaiting } from "./select-waiting.ts";
import type { LoadedRecords } from "./turn-store.ts";

/** A version that understands it may be deployed while the customer waits. */
const FAILURE = { kind: "patient", reason: "unreadable-record" } as const;

/**
 * What becomes of a conversation whose record is not understood: nothing can be answered, since nobody knows what was
 * answered before. Its messages wait like those of any failing turn, and are given up after the same time. No apology:
 * that it is sent once could not be written down. Never throws.
 */
export async function waitForRecord(
  pk: string,
  queued: readonly QueuedTurn[],
  loaded: LoadedRecords,
  dependencies: AgentDependencies,
): Promise<Remainder> {
  const { waiting } = selectWaiting(queued, newRecord(pk), loaded, dependencies);
  const [first] = waiting;
  if (first === undefined) return { turns: [], delay: 0 };
  const { telemetry, patience, clock, retryBase: base, random } = dependencies;
  telemetry.error("A turn failed", {
    ...fieldsOf(first),
    reason: FAILURE.reason,
    failure: FAILURE.kind,
    attempts: receivedTimes(first),
  });
  const hopeless = waiting.filter((each) => ageOf(each, clock()) >= patience);
  const given = (await giveUp(hopeless, dependencies)) ? hopeless : [];
  const rest = waiting.filter((each) => !given.includes(each));
  if (rest.length > 0) telemetry.count("TurnsRetried", rest.length);
  return {
    turns: rest,
    delay: backoff(receivedTimes(first), undefined, { base, random, longest: LONGEST_STEP }),
  };
}

/** @returns false when not all of that could be queued: then they stay where they are */
async function giveUp(hopeless: readonly QueuedTurn[], dependencies: AgentDependencies): Promise<boolean> {
  try {
    // Under their own ids: what was mirrored before, perhaps in better words, is recognised.
    await mirrorUnread(hopeless, { dependencies, texts: {} });
  } catch (error) {
    dependencies.telemetry.error("A turn could not be given up", {
      ...(hopeless[0] && fieldsOf(hopeless[0])),
      ...describeError(error),
    });
    return false;
  }
  const results = await Promise.all(
    hopeless.map((each) => putTurnAside(each, FAILURE, receivedTimes(each), dependencies)),
  );
  return results.every(Boolean);
}
