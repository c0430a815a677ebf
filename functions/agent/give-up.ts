import { describeError } from "../observability/describe-error.ts";
import { mirrorApology } from "./apologise.ts";
import { isDecided } from "./conversation-record.ts";
import { complete } from "./finish-turn.ts";
import type { Failure } from "./judge-failure.ts";
import { publishOutcome } from "./publish-outcome.ts";
import { DeadLetterNotQueuedError, putTurnAside } from "./put-aside.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { mirrorUnread } from "./read-messages.ts";
import { type BegunTurn, type ConversationContext, fieldsOfTurn } from "./turn-context.ts";

/**
 * Gives messages up: what was said is mirrored, and they become dead letters with the reason. Those whose answer had been
 * decided count as handled, so that nothing is ordered or answered a second time when they come back; the others are
 * answered then. A turn that was decided is noted as given up first: were it answered after all because something of this
 * failed, its replies would stand behind the state and the order that are told now.
 *
 * @returns false when not all of that could be recorded: then they stay in the queue
 */
export async function giveUp(
  hopeless: readonly QueuedTurn[],
  failure: Failure,
  context: ConversationContext,
): Promise<boolean> {
  const { record, dependencies } = context;
  const { turn } = record;
  if (turn === undefined) return false;
  try {
    await mirrorApology(context);
    if (isDecided(turn)) {
      const { kind, reason, httpStatus } = failure;
      turn.givenUp = { kind, reason, ...(httpStatus !== undefined && { httpStatus }) };
      await dependencies.store.save(record);
      await endGivenUp(hopeless, failure, { ...context, turn });
      return true;
    }
    await mirrorUnread(hopeless, { dependencies, texts: turn.texts });
    await putAllAside(hopeless, failure, { ...context, turn });
    delete record.turn;
    await dependencies.store.save(record);
    return true;
  } catch (error) {
    dependencies.telemetry.error("A turn could not be given up", {
      ...fieldsOfTurn(turn),
      ...describeError(error),
    });
    return false;
  }
}

/**
 * Ends a turn that is noted as given up. Whatever dies in between, it is done again until all of it is done.
 *
 * @param own the turn's messages, as far as they are in the queue
 * @throws {QueueUnavailableError}
 * @throws {DeadLetterNotQueuedError}
 */
export async function endGivenUp(
  own: readonly QueuedTurn[],
  failure: GivenUp,
  context: BegunTurn,
): Promise<void> {
  await publishOutcome(context);
  await putAllAside(own, failure, context);
  await complete(context);
}

type GivenUp = Pick<Failure, "kind" | "reason" | "httpStatus">;

async function putAllAside(own: readonly QueuedTurn[], failure: GivenUp, { turn, dependencies }: BegunTurn) {
  const results = await Promise.all(
    own.map((queued) => putTurnAside(queued, failure, turn.attempts, dependencies)),
  );
  if (!results.every(Boolean)) throw new DeadLetterNotQueuedError("a message could not be put aside");
}
