import * as fc from "fast-check";
import type { FifoMessage } from "../../functions/queues/fifo-message.ts";

export function fifoMessage(groupId: string, body: string): FifoMessage {
  return { groupId, body, deduplicationId: `${groupId}-${body}` };
}

/** Messages of a few groups, mixed; each body tells its place in the whole. */
export function mixedGroups(maxLength: number) {
  return fc
    .array(fc.constantFrom("a", "b", "c", "d"), { maxLength })
    .map((groups) => groups.map((group, index) => fifoMessage(group, String(index))));
}

export function byGroup<Message extends { readonly groupId: string }>(messages: readonly Message[]) {
  return Map.groupBy(messages, ({ groupId }) => groupId);
}
