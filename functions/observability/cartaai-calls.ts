import { CartaAIRetryableError } from "../cartaai/errors.ts";
import type { TransportOptions } from "../cartaai/transport.ts";
import type { Telemetry } from "./telemetry.ts";

/** Measures each call to CartaAI by operation, and counts its failures. That somebody is not known there yet is none. */
export function observeCalls(telemetry: Telemetry): NonNullable<TransportOptions["onCall"]> {
  return (operation, milliseconds, error) => {
    telemetry.latency("CartaAILatency", milliseconds, { operation });
    if (error instanceof CartaAIRetryableError) telemetry.count("CartaAIFailures", 1, { operation });
  };
}
