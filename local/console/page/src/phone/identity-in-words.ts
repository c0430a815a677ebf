import type { CustomerIdentity } from "../../../api.ts";

/** How WhatsApp knows a person: "+51999999999 · PE.1349…" */
export function identityInWords({ phone, userId }: CustomerIdentity): string {
  const parts = [phone && `+${phone}`, userId];
  return parts.filter(Boolean).join(" · ");
}
