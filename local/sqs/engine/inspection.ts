import type { MessageAttributes, MessageState, StoredMessage } from "./message.ts";
import type { GroupView } from "./message-groups.ts";
import type { Queue } from "./queue.ts";

/** A queue, for tests and for people to look at. Times are epoch milliseconds. */
export interface QueueView {
  readonly name: string;
  readonly arn: string;
  readonly fifo: boolean;
  /** Neither in flight nor delayed, also when something in flight keeps them from being received. */
  readonly available: number;
  readonly inFlight: number;
  readonly delayed: number;
  readonly oldestSentAt: number | undefined;
  /** Message groups, and those that only a message in flight holds back; none in a standard queue. */
  readonly groups: number;
  readonly blockedGroups: number;
  readonly nextVisibleAt: number | undefined;
}

/** A message, seen without receiving it. Times are epoch milliseconds. */
export interface MessageView {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly deadLetterSourceArn: string | undefined;
  readonly state: MessageState;
  readonly sentAt: number;
  readonly firstReceivedAt: number | undefined;
  readonly receiveCount: number;
  /** When it becomes visible; missing while it is. */
  readonly visibleAt: number | undefined;
}

export function viewOfQueue(queue: Queue): QueueView {
  const groups: readonly GroupView[] = queue.groups?.views() ?? [];
  return {
    name: queue.identity.name,
    arn: queue.arn,
    fifo: queue.fifo,
    ...queue.messages.depth,
    oldestSentAt: queue.messages.oldestSentAt,
    groups: groups.length,
    blockedGroups: groups.filter((group) => group.blocked).length,
    nextVisibleAt: queue.messages.nextVisibleAt,
  };
}

export function viewOfMessage(message: StoredMessage): MessageView {
  return {
    messageId: message.id,
    body: message.body,
    attributes: message.attributes ?? {},
    groupId: message.groupId,
    deduplicationId: message.deduplicationId,
    sequenceNumber: message.sequenceNumber,
    deadLetterSourceArn: message.deadLetterSourceArn,
    state: message.state,
    sentAt: message.sentAt,
    firstReceivedAt: message.firstReceivedAt,
    receiveCount: message.receiveCount,
    visibleAt: message.hidden?.at,
  };
}
