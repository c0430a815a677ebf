import { ModelError, ModelUnavailableError } from "../models/errors.ts";
import type { ModelClientOptions } from "../models/model-client.ts";
import { WhatsAppError, WhatsAppRetryableError, WhatsAppTokenError } from "../whatsapp-client/errors.ts";
import type { GraphOptions } from "../whatsapp-client/graph.ts";
import type { Telemetry } from "./telemetry.ts";
import { whatsappCode } from "./whatsapp-codes.ts";

/**
 * Measures each call to WhatsApp by operation, counts every failure by Meta's code, and by operation those that are
 * WhatsApp's or the token's. That a message is refused for what it is or whom it goes to is the sender's to count.
 */
export function observeGraph(telemetry: Telemetry): NonNullable<GraphOptions["onCall"]> {
  return (operation, milliseconds, error) => {
    telemetry.latency("WhatsAppLatency", milliseconds, { operation });
    if (error instanceof WhatsAppError) {
      telemetry.count("WhatsAppErrors", 1, { code: whatsappCode(error.graphCode) });
    }
    if (error instanceof WhatsAppRetryableError || error instanceof WhatsAppTokenError) {
      telemetry.count("WhatsAppFailures", 1, { operation });
    }
  };
}

/** Measures each call to a model by operation, and counts its failures. A refusal is one that a person has to mend. */
export function observeModels(telemetry: Telemetry): NonNullable<ModelClientOptions["onCall"]> {
  return (operation, milliseconds, error) => {
    telemetry.latency("ModelLatency", milliseconds, { operation });
    if (!(error instanceof ModelError)) return;
    const kind = error instanceof ModelUnavailableError ? "unavailable" : "refused";
    telemetry.count("ModelFailures", 1, { operation, kind });
  };
}
