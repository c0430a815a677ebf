import { CartaAIError } from "../cartaai/errors.ts";
import { describeError } from "../observability/describe-error.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { SyncEvent } from "../sync-events/contract.ts";
import { fieldsOf, type QueuedEvent } from "./queued-event.ts";

/** One line for a failed attempt, in the wording of the earlier handler, so that saved searches keep working. */
export function logFailure(
  queued: QueuedEvent,
  error: unknown,
  attempts: number,
  telemetry: Pick<Telemetry, "warn">,
): void {
  const what =
    error instanceof CartaAIError ? error.message : error instanceof Error ? error.name : "unknown";
  telemetry.warn(`${failed(queued.event)}: ${what}`, {
    ...fieldsOf(queued),
    attempts,
    ...describeError(error),
  });
}

function failed(event: SyncEvent): string {
  switch (event.type) {
    case "message":
      return `Failed to track ${event.role} message`;
    case "state":
      return "Failed to sync graph state";
    case "order":
      return "Failed to link order";
  }
}
