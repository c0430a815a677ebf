import type { Telemetry } from "../observability/telemetry.ts";
import { whatsappCode } from "../observability/whatsapp-codes.ts";
import type { InboundItem, InboundMessage, PlaceholderReason } from "../whatsapp/inbound.ts";

/** Counts what came, and leaves a line for everything that is not simply passed on. */
export function reportItems(
  items: readonly InboundItem[],
  correlationId: string,
  telemetry: Telemetry,
): void {
  const counts = Object.groupBy(items, ({ kind }) => kind);
  if (counts.message) telemetry.count("MessagesReceived", counts.message.length);
  if (counts.status) telemetry.count("StatusesReceived", counts.status.length);
  for (const item of items) reportItem(item, correlationId, telemetry);
}

function reportItem(item: InboundItem, correlationId: string, telemetry: Telemetry): void {
  switch (item.kind) {
    case "message":
      if (item.placeholder !== undefined) reportPlaceholder(item, item.placeholder, correlationId, telemetry);
      break;
    case "status":
      if (item.status === "failed") {
        const codes = item.errorCodes.join(",");
        telemetry.warn("WhatsApp could not deliver a message", { codes, correlationId });
        for (const code of item.errorCodes)
          telemetry.count("WhatsAppErrors", 1, { code: whatsappCode(code) });
      }
      break;
    case "identity-change":
      telemetry.info("A person's WhatsApp id changed", { correlationId });
      break;
    case "ignored":
      telemetry.info("A webhook field is not used", {
        field: item.field,
        reason: item.reason,
        correlationId,
      });
      telemetry.count("ItemsIgnored", 1, { reason: item.reason });
      break;
    case "lost":
      telemetry.error("An item of a webhook cannot be published", {
        field: item.field,
        reason: item.reason,
        correlationId,
      });
      telemetry.count("ItemsLost", 1, { reason: item.reason });
      break;
  }
}

function reportPlaceholder(
  { type }: InboundMessage,
  reason: PlaceholderReason,
  correlationId: string,
  telemetry: Telemetry,
): void {
  telemetry.warn("A message is published as a placeholder", { reason, messageType: type, correlationId });
  telemetry.count("PlaceholdersPublished", 1, { reason });
}
