import { expect, it } from "vitest";
import { ModelRefusedError, ModelUnavailableError } from "../../functions/models/errors.ts";
import { observeGraph, observeModels } from "../../functions/observability/outgoing-calls.ts";
import {
  WhatsAppPermanentError,
  WhatsAppRetryableError,
  WhatsAppTokenError,
} from "../../functions/whatsapp-client/errors.ts";
import { recordingTelemetry } from "../support/recording-telemetry.ts";

it("calls to WhatsApp are measured, their failures counted by code, and those that it or the token failed by operation", () => {
  const { noted, telemetry } = recordingTelemetry();
  const observe = observeGraph(telemetry);
  const refused = { operation: "sendMessage", outcome: "refused" } as const;

  observe("markRead", 42, undefined);
  observe("sendMessage", 1, new WhatsAppPermanentError("undeliverable", { ...refused, code: 131026 }));
  observe("sendMessage", 2, new WhatsAppRetryableError("away", refused));
  observe("readMedia", 3, new WhatsAppTokenError("expired", { ...refused, code: 190 }));
  observe("readMedia", 4, new WhatsAppPermanentError("something new", { ...refused, code: 999999 }));

  expect(noted).toEqual([
    ["latency", "WhatsAppLatency", 42, { operation: "markRead" }],
    ["latency", "WhatsAppLatency", 1, { operation: "sendMessage" }],
    ["count", "WhatsAppErrors", 1, { code: "131026" }],
    ["latency", "WhatsAppLatency", 2, { operation: "sendMessage" }],
    ["count", "WhatsAppErrors", 1, { code: "none" }],
    ["count", "WhatsAppFailures", 1, { operation: "sendMessage" }],
    ["latency", "WhatsAppLatency", 3, { operation: "readMedia" }],
    ["count", "WhatsAppErrors", 1, { code: "190" }],
    ["count", "WhatsAppFailures", 1, { operation: "readMedia" }],
    ["latency", "WhatsAppLatency", 4, { operation: "readMedia" }],
    ["count", "WhatsAppErrors", 1, { code: "other" }],
  ]);
});

it("calls to models are measured, and failures counted by whether they pass by themselves", () => {
  const { noted, telemetry } = recordingTelemetry();
  const observe = observeModels(telemetry);

  observe("chat", 42, undefined);
  observe("transcribe", 1, new ModelUnavailableError("answered 503"));
  observe("describe", 2, new ModelRefusedError("answered 401"));

  expect(noted).toEqual([
    ["latency", "ModelLatency", 42, { operation: "chat" }],
    ["latency", "ModelLatency", 1, { operation: "transcribe" }],
    ["count", "ModelFailures", 1, { operation: "transcribe", kind: "unavailable" }],
    ["latency", "ModelLatency", 2, { operation: "describe" }],
    ["count", "ModelFailures", 1, { operation: "describe", kind: "refused" }],
  ]);
});
