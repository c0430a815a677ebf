import { AgentError } from "../agents/errors.ts";
import { describeError } from "../observability/describe-error.ts";
import { backoff } from "../queues/backoff.ts";
import type { Remainder } from "./answer-conversation.ts";
import { apologise } from "./apologise.ts";
import { isDecided } from "./conversation-record.ts";
import { giveUp } from "./give-up.ts";
import { type Failure, judgeFailure } from "./judge-failure.ts";
import { ageOf, type QueuedTurn, receivedTimes } from "./queued-turn.ts";
import { type ConversationContext, fieldsOfTurn } from "./turn-context.ts";

/** Seconds: a customer is waiting, so steps stay short. */
export const LONGEST_STEP = 60;

/**
 * What becomes of a turn that failed: it waits and is tried again, or it is given up. The customer is asked for patience
 * once. Never throws.
 */
export async function failTurn(
  error: unknown,
  waiting: readonly QueuedTurn[],
  context: ConversationContext,
): Promise<Remainder> {
  const failure = judgeFailure(error);
  logFailure(error, failure, context);
  if (failure.reason === "taken-over") return again(waiting, failure, context);

  const hopeless = hopelessOf(waiting, failure, context);
  const { turn } = context.record;
  if (failure.isApologisedFor && (hopeless.length > 0 || (turn?.attempts ?? 0) > 1))
    await apologise(waiting, context);
  if (hopeless.length > 0) {
    const isGivenUp = await giveUp(hopeless, failure, context);
    const rest = isGivenUp ? waiting.filter((each) => !hopeless.includes(each)) : waiting;
    return again(rest, failure, context);
  }
  await remember(context);
  return again(waiting, failure, context);
}

/** Messages that no repetition can help any more. What was decided is given up as a whole, by its first message's age. */
function hopelessOf(
  waiting: readonly QueuedTurn[],
  { kind }: Failure,
  { record, dependencies }: ConversationContext,
): readonly QueuedTurn[] {
  const { turn } = record;
  const own = waiting.filter(({ hash }) => turn?.messages.includes(hash));
  if (kind === "final") return own;
  if (kind === "endless") return [];
  const isTooOld = (queued: QueuedTurn) => ageOf(queued, dependencies.clock()) >= dependencies.patience;
  const [first] = own;
  if (isDecided(turn)) return first !== undefined && isTooOld(first) ? own : [];
  return own.filter(isTooOld);
}

/** The count of attempts, and what has been read. Without it the next attempt only knows less. */
async function remember({ record, dependencies }: ConversationContext): Promise<void> {
  try {
    await dependencies.store.save(record);
  } catch (error) {
    dependencies.telemetry.warn("A failed turn could not be recorded", describeError(error));
  }
}

function again(
  turns: readonly QueuedTurn[],
  { retryAfter }: Failure,
  { record, dependencies }: ConversationContext,
): Remainder {
  if (turns.length === 0) return { turns, delay: 0 };
  const { telemetry, retryBase: base, random } = dependencies;
  telemetry.count("TurnsRetried", turns.length);
  // Where nothing could be recorded, SQS's own count stands in.
  const attempts = record.turn?.attempts ?? (turns[0] ? receivedTimes(turns[0]) : 1);
  return { turns, delay: backoff(attempts, retryAfter, { base, random, longest: LONGEST_STEP }) };
}

function logFailure(
  error: unknown,
  { reason, kind }: Failure,
  { record, dependencies }: ConversationContext,
) {
  dependencies.telemetry.warn("A turn failed", {
    ...(record.turn && fieldsOfTurn(record.turn)),
    reason,
    failure: kind,
    ...describeError(error),
    // The family's messages are ours, and quote nobody.
    ...(error instanceof AgentError && { detail: error.message }),
  });
}
