import { ArrivalOrder } from "./arrival-order.ts";
import { ExpiringIndex } from "./expiring-index.ts";
import { DEDUPLICATION_INTERVAL, RECEIVE_ATTEMPT_INTERVAL } from "./limits.ts";
import type { StoredMessage } from "./message.ts";
import type { MessageGroups } from "./message-groups.ts";
import { MessageStore } from "./message-store.ts";
import type { QueueAttributes } from "./queue-attributes.ts";
import type { RedrivePolicy } from "./redrive-policy.ts";

export interface QueueIdentity {
  readonly name: string;
  readonly arn: string;
  /** Another one for a queue that is created under the name of a deleted one. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** What a second message with the same deduplication id is answered with. */
export interface SentBefore {
  readonly messageId: string;
  readonly sequenceNumber: string | undefined;
}

/** What a receive attempt got, and how those messages were then. */
export type ReceiveAttempt = readonly { readonly message: StoredMessage; readonly revision: number }[];

/** A queue, standard or FIFO. */
export class Queue {
  readonly identity: QueueIdentity;
  /** Undefined for a standard queue. */
  readonly groups: MessageGroups | undefined;
  readonly messages: MessageStore;
  readonly deduplication = new ExpiringIndex<SentBefore>(DEDUPLICATION_INTERVAL);
  readonly attempts = new ExpiringIndex<ReceiveAttempt>(RECEIVE_ATTEMPT_INTERVAL);
  redrivePolicy: RedrivePolicy | undefined;
  /** Epoch milliseconds, both. */
  modifiedAt: number;
  purgedAt: number | undefined;
  #attributes: QueueAttributes;
  /** Milliseconds. */
  #retention: number;

  constructor(identity: QueueIdentity, attributes: QueueAttributes, groups: MessageGroups | undefined) {
    this.identity = identity;
    this.groups = groups;
    this.messages = new MessageStore(groups ?? new ArrivalOrder());
    this.modifiedAt = identity.createdAt;
    this.#attributes = attributes;
    this.#retention = this.secondsOf("MessageRetentionPeriod") * 1000;
  }

  get arn(): string {
    return this.identity.arn;
  }

  get fifo(): boolean {
    return this.groups !== undefined;
  }

  get attributes(): QueueAttributes {
    return this.#attributes;
  }

  /**
   * New attributes, valid ones. For a FIFO queue a new delay holds for what is already in the queue too.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html
   */
  modify(attributes: QueueAttributes, now: number): void {
    const delayBefore = this.secondsOf("DelaySeconds");
    this.#attributes = attributes;
    this.#retention = this.secondsOf("MessageRetentionPeriod") * 1000;
    this.modifiedAt = now;
    const change = this.secondsOf("DelaySeconds") - delayBefore;
    if (this.fifo && change !== 0) this.messages.shiftDelays(change * 1000);
  }

  /** An attribute that is a duration in seconds. */
  secondsOf(attribute: string): number {
    return Number(this.#attributes[attribute]);
  }

  advance(now: number): void {
    this.messages.advance(now, this.#retention);
  }

  /** When the oldest message will have been kept for as long as the queue keeps messages. */
  get nextExpiryAt(): number | undefined {
    const oldest = this.messages.oldestSentAt;
    return oldest === undefined ? undefined : oldest + this.#retention;
  }

  /** Takes all messages away, and forgets what was sent: the same deduplication ids are new again. */
  purge(now: number): void {
    this.purgedAt = now;
    for (const message of [...this.messages.all()]) this.messages.remove(message);
    this.deduplication.clear();
    this.attempts.clear();
  }
}
