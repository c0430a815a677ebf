import type { Telemetry } from "../../functions/observability/telemetry.ts";

/** Keeps what it is told, in order: `["count", name, value, dimensions]`. */
export function recordingTelemetry() {
  const noted: unknown[][] = [];
  const note =
    (kind: string) =>
    (...values: unknown[]) =>
      void noted.push([kind, ...values]);
  const telemetry: Telemetry = {
    debug: note("debug"),
    info: note("info"),
    warn: note("warn"),
    error: note("error"),
    count: note("count"),
    latency: note("latency"),
    flush: note("flush"),
  };
  return { noted, telemetry };
}
