import type { ListMessageMoveTasksResultEntry } from "@aws-sdk/client-sqs";
import type { StoredMessage } from "./message.ts";
import type { Queue } from "./queue.ts";
import type { QueueRegistry } from "./queue-registry.ts";

export type MoveTaskStatus = "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";

/**
 * Why SQS gives a move task up.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html
 */
export type MoveFailure = "AWS.SimpleQueueService.NonExistentQueue" | "CouldNotDetermineMessageSource";

export interface MoveTaskSettings {
  readonly handle: string;
  readonly source: Queue;
  /** Missing: each message goes back to the queue that it was a dead letter of. */
  readonly destinationArn: string | undefined;
  /** Messages a second; missing: all of them at once. */
  readonly rate: number | undefined;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/**
 * Moves the messages that a dead-letter queue holds when the task starts, the oldest first. A message that somebody is
 * just receiving stays, and so do those behind it in its group.
 *
 * A moved message is a new one: new id, new time of sending, no receives, and an id of its own to be deduplicated by.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
export class MoveTask {
  readonly settings: MoveTaskSettings;
  readonly #registry: QueueRegistry;
  readonly #toMove: number;
  /** Those that are left, the oldest last. */
  #planned: StoredMessage[];
  #moved = 0;
  #status: MoveTaskStatus = "RUNNING";
  #failure: MoveFailure | undefined;

  constructor(registry: QueueRegistry, settings: MoveTaskSettings) {
    this.#registry = registry;
    this.settings = settings;
    this.#planned = [...settings.source.messages.all()].reverse();
    this.#toMove = this.#planned.length;
  }

  get running(): boolean {
    return this.#status === "RUNNING";
  }

  get moved(): number {
    return this.#moved;
  }

  /** When the next message is due; undefined when none is. */
  get nextAt(): number | undefined {
    if (!this.running) return undefined;
    const { startedAt, rate } = this.settings;
    return rate === undefined ? startedAt : startedAt + Math.ceil((this.#moved * 1000) / rate);
  }

  /** Moves what is due by now. */
  advance(now: number): void {
    for (let at = this.nextAt; at !== undefined && at <= now; at = this.nextAt) {
      this.settings.source.advance(at);
      this.#step(at);
    }
  }

  cancel(): void {
    this.#end("CANCELLED");
  }

  toEntry(): ListMessageMoveTasksResultEntry {
    const { handle, source, destinationArn, rate, startedAt } = this.settings;
    return {
      ...(this.running && { TaskHandle: handle }),
      Status: this.#status,
      SourceArn: source.arn,
      ...(destinationArn !== undefined && { DestinationArn: destinationArn }),
      ...(rate !== undefined && { MaxNumberOfMessagesPerSecond: rate }),
      ApproximateNumberOfMessagesMoved: this.#moved,
      ApproximateNumberOfMessagesToMove: this.#toMove,
      ...(this.#failure !== undefined && { FailureReason: this.#failure }),
      StartedTimestamp: startedAt,
    };
  }

  #step(at: number): void {
    const { source } = this.settings;
    const message = this.#next();
    if (this.#registry.findByArn(source.arn) !== source)
      this.#fail("AWS.SimpleQueueService.NonExistentQueue");
    else if (message === undefined) this.#end("COMPLETED");
    else this.#redrive(message, at);
  }

  #redrive(message: StoredMessage, at: number): void {
    const arn = this.settings.destinationArn ?? message.deadLetterSourceArn;
    const destination = arn === undefined ? undefined : this.#registry.findByArn(arn);
    if (destination !== undefined) this.#move(message, destination, at);
    else if (arn === undefined) this.#fail("CouldNotDetermineMessageSource");
    else this.#fail("AWS.SimpleQueueService.NonExistentQueue");
  }

  #next(): StoredMessage | undefined {
    for (;;) {
      const message = this.#planned.pop();
      if (message === undefined || this.settings.source.messages.canDeliver(message)) return message;
    }
  }

  #move(message: StoredMessage, destination: Queue, at: number): void {
    const id = this.#registry.newId();
    this.settings.source.messages.remove(message);
    destination.messages.add(
      {
        ...message,
        id,
        deduplicationId: destination.fifo ? id : undefined,
        sequenceNumber: destination.fifo ? this.#registry.nextSequenceNumber() : undefined,
        sentAt: at,
        deadLetterSourceArn: undefined,
        receivedBefore: 0,
        firstReceivedAt: undefined,
      },
      undefined,
    );
    this.#moved += 1;
  }

  #fail(reason: MoveFailure): void {
    this.#failure = reason;
    this.#end("FAILED");
  }

  #end(status: MoveTaskStatus): void {
    this.#status = status;
    this.#planned = [];
  }
}
