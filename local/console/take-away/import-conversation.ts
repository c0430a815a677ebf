import { randomBytes } from "node:crypto";
import type { Imported } from "../api.ts";
import type { Memory } from "../watch/memory.ts";
import { type ConversationExport, conversationExportSchema } from "./export-schema.ts";

/** Puts an exported conversation beside the others, to be looked at. Nothing of it is sent anywhere. */
export function importConversation(exported: ConversationExport, { chats, timelines }: Memory): Imported {
  const isKnown = exported.messages.some(({ id }) => chats.message(id) !== undefined || timelines.has(id));
  const { business, customer, messages, timelines: own } = isKnown ? renamed(exported) : exported;
  const added = chats.bringIn(business.phoneNumberId, customer.name, customer.identities);
  for (const timeline of own) timelines.restore({ ...timeline, customerId: added.id });
  for (const { sequence: _sequence, ...message } of messages) chats.add({ ...message, customerId: added.id });
  return { customer: chats.get(added.id) ?? added, messages: messages.length };
}

/** With new ids, when the conversation, or an earlier import of it, is still here. */
function renamed(exported: ConversationExport): ConversationExport {
  const suffix = `~${randomBytes(4).toString("hex")}`;
  let json = JSON.stringify(exported);
  for (const { id } of exported.messages) {
    json = json.replaceAll(JSON.stringify(id).slice(1, -1), `${JSON.stringify(id).slice(1, -1)}${suffix}`);
  }
  return conversationExportSchema.parse(JSON.parse(json));
}
