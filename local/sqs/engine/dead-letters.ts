import type { StoredMessage } from "./message.ts";
import type { Queue } from "./queue.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import type { RedrivePolicy } from "./redrive-policy.ts";

/**
 * @returns undefined when it is gone, or is the queue itself: then a message stays where it is, however often it was
 *   received
 */
export function deadLetterQueueOf(
  registry: QueueRegistry,
  source: Queue,
  policy: RedrivePolicy,
): Queue | undefined {
  const target = registry.findByArn(policy.deadLetterTargetArn);
  return target === source ? undefined : target;
}

/**
 * A dead letter keeps its id, body, attributes, group and receive count.
 *
 * In a standard queue it also keeps its time of sending, and with it its age; in a FIFO queue its age begins anew
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html),
 * and its id takes the place of its deduplication id, so that two messages that had the same one after each other both
 * find their place
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html).
 */
export function moveToDeadLetters(
  registry: QueueRegistry,
  source: Queue,
  message: StoredMessage,
  deadLetters: Queue,
  now: number,
): void {
  source.messages.remove(message);
  deadLetters.messages.add(
    {
      ...message,
      receivedBefore: message.receiveCount,
      deadLetterSourceArn: source.arn,
      ...(deadLetters.fifo && {
        sentAt: now,
        deduplicationId: message.id,
        sequenceNumber: registry.nextSequenceNumber(),
      }),
    },
    undefined,
  );
}
