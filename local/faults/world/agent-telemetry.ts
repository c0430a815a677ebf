import type { Telemetry } from "../../../functions/observability/telemetry.ts";
import { QUIET } from "./quiet-telemetry.ts";

/** @param onNotSaid told of a turn that WhatsApp did not take a reply of, as the log has it: by the hash of its first message */
export function agentTelemetry(onNotSaid: (hash: string) => void): Telemetry {
  return {
    ...QUIET,
    error: (message, fields) => {
      if (message === "A reply cannot be sent") onNotSaid(String(fields?.["event"]));
    },
  };
}
