import type { Telemetry } from "../../../functions/observability/telemetry.ts";

/** Nobody reads the logs of thousands of scenarios. */
export const QUIET: Telemetry = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
  latency: () => undefined,
  flush: () => undefined,
};
