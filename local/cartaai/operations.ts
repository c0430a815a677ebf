/** What each call is named by, in faults and in the record of calls. */
export const CARTAAI_OPERATIONS = [
  "findConversation",
  "openConversation",
  "readConversation",
  "addMessage",
  "syncState",
  "linkOrder",
  "extendConversation",
  "endConversation",
  "lookupTenant",
  "readMenu",
  "readProducts",
  "readZones",
  "createOrder",
  "readOrder",
  "listOrders",
] as const;
export type CartaAIOperation = (typeof CARTAAI_OPERATIONS)[number];
