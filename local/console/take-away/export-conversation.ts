import type { System } from "../../runtime/system.ts";
import type { Customer } from "../api.ts";
import { found } from "../server/problem.ts";
import type { Watch } from "../watch/watch.ts";
import type { ConversationExport } from "./export-schema.ts";

/** @throws {ConsoleProblem} 404 when the business is not one of the system's */
export function exportConversation(
  customer: Customer,
  { memory }: Watch,
  { businesses }: System,
): ConversationExport {
  const business = found(
    businesses.find(({ phoneNumberId }) => phoneNumberId === customer.phoneNumberId),
    "business",
  );
  const { phoneNumberId, name, subDomain, localId } = business;
  const messages = memory.chats.all(customer.id);
  const timelines = new Set(messages.flatMap(({ timelineId }) => timelineId ?? []));
  return {
    kind: "conversation-export",
    version: 1,
    exportedAt: new Date().toISOString(),
    business: { phoneNumberId, name, subDomain, ...(localId !== undefined && { localId }) },
    customer: { name: customer.name, identities: customer.identities },
    messages: [...messages],
    timelines: [...timelines].flatMap((id) => memory.timelines.get(id) ?? []),
  };
}
