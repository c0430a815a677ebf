/**
 * Meta's error codes that say something of their own; each is a metric that is paid for, and Meta has hundreds.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const WHATSAPP_CODES = {
  "4": "too many calls",
  "100": "invalid parameter",
  "190": "token",
  "80007": "account's rate",
  "130429": "number's rate",
  "131026": "cannot be delivered",
  "131047": "24 hours are over",
  "131048": "spam rate",
  "131049": "Meta chose not to deliver",
  "131056": "pair's rate",
  other: "any other",
  none: "no code: nothing of Meta's answered",
} as const;
export type WhatsAppCode = keyof typeof WHATSAPP_CODES;

/** The dimension's value for a code of Meta's. */
export function whatsappCode(code: number | undefined): WhatsAppCode {
  if (code === undefined) return "none";
  const text = String(code);
  return isKnown(text) ? text : "other";
}

function isKnown(text: string): text is WhatsAppCode {
  return Object.hasOwn(WHATSAPP_CODES, text);
}
