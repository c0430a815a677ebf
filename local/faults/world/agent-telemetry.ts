import type { Telemetry } from "../../../functions/observability/telemetry.ts";
import { QUIET } from "./quiet-telemetry.ts";

/** What the agent Lambda tells of customers who get no answer: by its logs, and by its metrics. */
export class UnansweredLog {
  /** Messages that nobody was to answer, because people were talking. */
  silent = 0;
  /** Hashes of the first messages of turns that had something that could not be said. */
  readonly notSaid = new Set<string>();

  readonly telemetry: Telemetry = {
    ...QUIET,
    count: (name, value = 1, dimensions) => {
      if (name === "TurnsSkipped" && dimensions?.["reason"] === "silent") this.silent += value;
    },
    error: (message, fields) => {
      if (message === "A reply cannot be sent") this.notSaid.add(String(fields?.["event"]));
    },
  };
}
