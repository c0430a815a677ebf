import type { System } from "../../runtime/system.ts";
import type { MessageView } from "../../sqs/engine/inspection.ts";
import type { Queues, QueueView } from "../api.ts";
import { isoTime, type Memory } from "../watch/memory.ts";

/** How full the queues are, and who waits for what. Nothing is received for it. */
export function viewQueues({ queueEngine, queues }: System, { groups, attempts }: Memory): Queues {
  const handled = new Set([...attempts.values()].flat().map(({ sqsId }) => sqsId));
  const now = queueEngine.now();
  const view = (name: QueueView["name"], url: string, deadLettersUrl: string): QueueView => {
    const { available, inFlight, delayed, oldestSentAt } = queueEngine.inspect(url);
    const messages = queueEngine.messages(url);
    const byGroup = Map.groupBy(messages, ({ groupId = "" }) => groupId);
    return {
      name,
      waiting: available + delayed,
      inFlight,
      ...(oldestSentAt !== undefined && { oldestAgeMs: Math.max(0, now - oldestSentAt) }),
      conversations: byGroup.size,
      blocked: [...byGroup].flatMap(([group, own]) => blockedView(own, handled, groups.get(group))),
      deadLetters: queueEngine.messages(deadLettersUrl).length,
    };
  };
  return {
    at: isoTime(now),
    queues: [
      view("turns", queues.turns, queues.turnsDeadLetters),
      view("sync", queues.sync, queues.syncDeadLetters),
    ],
  };
}

/** A conversation whose first message has failed: it and what is behind it wait until it comes again. */
function blockedView(
  own: readonly MessageView[],
  handled: ReadonlySet<string>,
  customerId: string | undefined,
): QueueView["blocked"] {
  const [first] = own;
  if (first === undefined || first.state !== "inFlight" || handled.has(first.messageId)) return [];
  return [
    {
      ...(customerId !== undefined && { customerId }),
      waiting: own.length,
      attempts: first.receiveCount,
      ...(first.visibleAt !== undefined && { nextAttemptAt: isoTime(first.visibleAt) }),
    },
  ];
}
