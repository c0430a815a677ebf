import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { describeError } from "../../functions/observability/describe-error.ts";
import type { LogFields } from "../../functions/observability/telemetry.ts";
import type { Terminal } from "../command-line/terminal.ts";

/** Where what was deleted is recorded, if nothing else is said. */
const FILE = "replay.log";

export interface DeletionRecord {
  /** Tells of a dead letter that was deleted without being applied. Never throws: it is gone by now. */
  readonly log: (message: string, fields: LogFields) => void;
  /** Says where it is recorded, if anything was. */
  readonly end: () => void;
}

/**
 * Keeps a line for each dead letter that a command deletes without its being applied, as the Lambda's log group does: on
 * standard error, and at the end of a file, because nobody keeps a terminal.
 *
 * @param file default `replay.log` in the working directory
 */
export function createRecord(
  terminal: Pick<Terminal, "error">,
  file = FILE,
  clock: () => number = Date.now,
): DeletionRecord {
  let recorded = 0;
  let failure: unknown;
  return {
    log(message, fields) {
      const line = `${JSON.stringify({ time: new Date(clock()).toISOString(), message, ...fields })}\n`;
      terminal.error(line);
      try {
        appendFileSync(file, line);
        recorded += 1;
      } catch (error) {
        failure = error;
      }
    },
    end() {
      if (recorded > 0) terminal.error(`Recorded in ${resolve(file)}\n`);
      if (failure === undefined) return;
      const { errorCode = "unknown" } = describeError(failure);
      terminal.error(`Not all was recorded in ${resolve(file)} (${errorCode}): keep the lines above.\n`);
    },
  };
}
