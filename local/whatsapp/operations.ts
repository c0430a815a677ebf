/** What each call is named by, in faults and in the record of calls. */
export const WHATSAPP_OPERATIONS = [
  "sendMessage",
  "markRead",
  "readMedia",
  "downloadMedia",
  "readPhoneNumber",
  "debugToken",
  "readSubscriptions",
  "readSubscribedApps",
] as const;
export type WhatsAppOperation = (typeof WHATSAPP_OPERATIONS)[number];
