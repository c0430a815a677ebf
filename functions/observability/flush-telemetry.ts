import type { MiddlewareObj } from "@middy/core";
import type { Telemetry } from "./telemetry.ts";

/** Writes the invocation's metrics out at its end, also when it failed. */
export function flushTelemetry<Event, Result>(telemetry: Telemetry): MiddlewareObj<Event, Result> {
  return {
    after: () => telemetry.flush(),
    onError: () => telemetry.flush(),
  };
}
