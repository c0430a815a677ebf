import { describeError } from "../observability/describe-error.ts";
import type { CountName } from "../observability/metric-names.ts";
import type { LogFields, Telemetry } from "../observability/telemetry.ts";
import type { DeadLetterQueue, DeadLetterReason, InRecord } from "./dead-letters.ts";

export interface PutAsideDependencies {
  readonly deadLetters: DeadLetterQueue;
  readonly telemetry: Telemetry;
}

/** What was put aside, for the log line and the metric. */
export interface Kind {
  /** "An event", at the beginning of the line. */
  readonly name: string;
  readonly metric: Extract<CountName, `${string}DeadLettered`>;
}

/**
 * Makes a dead letter of a record, or of one event in it, with its reason.
 *
 * @param fields what may be logged of it
 * @returns whether it is a dead letter now; if not, it has to stay in the queue
 */
export async function putAside(
  what: InRecord,
  { name, metric }: Kind,
  reason: DeadLetterReason,
  fields: LogFields,
  { deadLetters, telemetry }: PutAsideDependencies,
): Promise<boolean> {
  try {
    await deadLetters.put(what, reason);
  } catch (error) {
    telemetry.error("A dead letter could not be queued", { ...fields, ...describeError(error) });
    return false;
  }
  telemetry.count(metric, 1, { class: reason.class });
  telemetry.error(`${name} became a dead letter`, {
    ...fields,
    class: reason.class,
    reason: reason.reason,
    httpStatus: reason.httpStatus,
    attempts: reason.attempts,
  });
  return true;
}
