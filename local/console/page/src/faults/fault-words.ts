import { type ActiveFault, FAULT_CHOICES, type FaultChoice, type FaultService } from "../../../api.ts";

export const SERVICE_NAMES: Record<FaultService, string> = {
  cartaai: "CartaAI",
  whatsapp: "WhatsApp",
  models: "Models",
  meta: "Meta's webhooks",
};

/** Whether a fault that is on is the one that a switch switches. */
export function isFrom(
  { fault: { service, fault, times: _, ...wanted } }: FaultChoice,
  active: ActiveFault,
): boolean {
  // A wrong key is CartaAI's refusal of whatever is asked, and is told as that.
  const [name, settings] = fault === "wrongKey" ? ["refuse", { status: 401 }] : [fault, wanted];
  const found: Readonly<Record<string, unknown>> = { ...active.settings, operation: active.operation };
  const isKind = active.service === service && active.fault === name;
  return isKind && Object.entries(settings).every(([key, value]) => found[key] === value);
}

/** "CartaAI: Down, for 3 more", "CartaAI: Slow, until switched off" */
export function faultInWords(active: ActiveFault): string {
  const choice = FAULT_CHOICES.find((each) => isFrom(each, active));
  const left =
    active.times === undefined
      ? "until switched off"
      : `for ${Math.max(0, active.times - active.struck)} more`;
  return `${SERVICE_NAMES[active.service]}: ${choice?.label ?? active.fault}, ${left}`;
}
