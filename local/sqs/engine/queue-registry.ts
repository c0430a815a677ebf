import { DELETED_NAME_INTERVAL, type InFlightLimits } from "./limits.ts";
import type { GroupHold } from "./message-groups.ts";
import { MessageGroups } from "./message-groups.ts";
import { Queue } from "./queue.ts";
import type { QueueAttributes } from "./queue-attributes.ts";
import { missingParameter, SqsError } from "./sqs-error.ts";

export interface AccountSettings {
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
  readonly region: string;
  readonly accountId: string;
  readonly groupHold: GroupHold;
  readonly inFlightLimits: InFlightLimits;
}

/** The queues of an account in a region. */
export class QueueRegistry {
  readonly settings: AccountSettings;
  readonly #queues = new Map<string, Queue>();
  /** When the queue of a name was deleted. */
  readonly #deleted = new Map<string, number>();
  #created = 0;
  #sent = 0;

  constructor(settings: AccountSettings) {
    this.settings = settings;
  }

  now(): number {
    return this.settings.clock();
  }

  newId(): string {
    return this.settings.newId();
  }

  /**
   * "The large, non-consecutive number that Amazon SQS assigns to each message": 20 digits, each greater than the one
   * before, in whatever queue.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
   */
  nextSequenceNumber(): string {
    this.#sent += 1;
    return `188${String(this.#sent * 256).padStart(17, "0")}`;
  }

  arnOf(name: string): string {
    return `arn:aws:sqs:${this.settings.region}:${this.settings.accountId}:${name}`;
  }

  /** @throws {SqsError} QueueDeletedRecently */
  create(name: string, attributes: QueueAttributes, fifo: boolean): Queue {
    const now = this.now();
    const deletedAt = this.#deleted.get(name);
    if (deletedAt !== undefined && now - deletedAt < DELETED_NAME_INTERVAL) {
      throw new SqsError(
        "QueueDeletedRecently",
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
      );
    }
    this.#created += 1;
    const identity = { name, arn: this.arnOf(name), key: this.#created.toString(36), createdAt: now };
    const queue = new Queue(
      identity,
      attributes,
      fifo ? new MessageGroups(this.settings.groupHold) : undefined,
    );
    this.#queues.set(name, queue);
    return queue;
  }

  delete(queue: Queue): void {
    this.#queues.delete(queue.identity.name);
    this.#deleted.set(queue.identity.name, this.now());
  }

  /** In order of creation. */
  list(): Queue[] {
    return [...this.#queues.values()];
  }

  findByName(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  findByArn(arn: string): Queue | undefined {
    const queue = this.#queues.get(arn.slice(arn.lastIndexOf(":") + 1));
    return queue?.arn === arn ? queue : undefined;
  }

  /**
   * The queue at an address, as it is by now. SQS also takes a name alone; the host does not matter, so that the same
   * queue can be reached by several.
   *
   * @throws {SqsError} MissingParameter, QueueDoesNotExist
   */
  resolve(queueUrl: string | undefined): Queue {
    if (queueUrl === undefined || queueUrl === "") throw missingParameter("QueueUrl");
    const queue = this.#queues.get(queueUrl.slice(queueUrl.lastIndexOf("/") + 1));
    if (queue === undefined) {
      throw new SqsError("QueueDoesNotExist", "The specified queue does not exist.");
    }
    queue.advance(this.now());
    return queue;
  }
}
