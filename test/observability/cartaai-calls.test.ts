import { expect, it } from "vitest";
import { CartaAIPermanentError, CartaAIRetryableError } from "../../functions/cartaai/errors.ts";
import { observeCalls } from "../../functions/observability/cartaai-calls.ts";
import { recordingTelemetry } from "../support/recording-telemetry.ts";

it("measures every call to CartaAI by operation, and counts those that CartaAI did not answer as it should", () => {
  const { noted, telemetry } = recordingTelemetry();
  const observe = observeCalls(telemetry);

  observe("addMessage", 42, undefined);
  observe("syncState", 7, new CartaAIRetryableError("away", { operation: "syncState", outcome: "unknown" }));
  const nobody = { operation: "findConversation", outcome: "refused", status: 404 } as const;
  observe("findConversation", 5, new CartaAIPermanentError("not found", nobody));

  expect(noted).toEqual([
    ["latency", "CartaAILatency", 42, { operation: "addMessage" }],
    ["latency", "CartaAILatency", 7, { operation: "syncState" }],
    ["count", "CartaAIFailures", 1, { operation: "syncState" }],
    ["latency", "CartaAILatency", 5, { operation: "findConversation" }],
  ]);
});
