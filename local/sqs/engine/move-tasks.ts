import type {
  CancelMessageMoveTaskRequest,
  CancelMessageMoveTaskResult,
  ListMessageMoveTasksRequest,
  ListMessageMoveTasksResult,
  StartMessageMoveTaskRequest,
  StartMessageMoveTaskResult,
} from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { MAX_LISTED_MOVE_TASKS, MAX_MOVE_RATE } from "./limits.ts";
import { MoveTask } from "./move-task.ts";
import type { Queue } from "./queue.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import { invalidParameter, missingParameter, SqsError } from "./sqs-error.ts";

/** A handle is this, as JSON in base64. */
const handleSchema = z.object({ taskId: z.string(), sourceArn: z.string() });

/** The message move tasks of an account, which work through dead-letter queues as time passes. */
export class MoveTasks {
  readonly #registry: QueueRegistry;
  /** The newest first. */
  #tasks: MoveTask[] = [];

  constructor(registry: QueueRegistry) {
    this.#registry = registry;
  }

  /** @throws {SqsError} */
  start(request: StartMessageMoveTaskRequest): StartMessageMoveTaskResult {
    const { DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: rate } = request;
    const source = this.#sourceOf(request.SourceArn);
    this.#checkSource(source);
    if (destinationArn !== undefined) this.#checkDestination(source, destinationArn);
    if (rate !== undefined && (rate < 1 || rate > MAX_MOVE_RATE)) {
      const reason = `Must be between 1 and ${MAX_MOVE_RATE}, if provided.`;
      throw invalidParameter("MaxNumberOfMessagesPerSecond", rate, reason);
    }
    const handle = toHandle({ taskId: this.#registry.newId(), sourceArn: source.arn });
    const startedAt = this.#registry.now();
    const task = new MoveTask(this.#registry, { handle, source, destinationArn, rate, startedAt });
    this.#tasks.unshift(task);
    task.advance(startedAt);
    return { TaskHandle: handle };
  }

  /** @throws {SqsError} */
  list(request: ListMessageMoveTasksRequest): ListMessageMoveTasksResult {
    const source = this.#sourceOf(request.SourceArn);
    const { MaxResults: maximum = 1 } = request;
    if (maximum < 1 || maximum > MAX_LISTED_MOVE_TASKS) {
      throw invalidParameter("MaxResults", maximum, `Must be between 1 and ${MAX_LISTED_MOVE_TASKS}.`);
    }
    return {
      Results: this.#of(source)
        .slice(0, maximum)
        .map((task) => task.toEntry()),
    };
  }

  /** What was moved stays moved. @throws {SqsError} */
  cancel(request: CancelMessageMoveTaskRequest): CancelMessageMoveTaskResult {
    const { sourceArn } = readHandle(request.TaskHandle);
    const source = this.#sourceOf(sourceArn);
    const task = this.#of(source).find(({ settings }) => settings.handle === request.TaskHandle);
    if (task === undefined) throw new SqsError("ResourceNotFoundException", "Task does not exist.");
    if (!task.running) {
      throw new SqsError("InvalidParameterValue", "Only active tasks can be cancelled.");
    }
    task.cancel();
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  advance(now: number): void {
    for (const task of this.#tasks) if (task.running) task.advance(now);
  }

  get nextAt(): number | undefined {
    const times = this.#tasks.map((task) => task.nextAt).filter((at) => at !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #of(source: Queue): MoveTask[] {
    return this.#tasks.filter((task) => task.settings.source === source);
  }

  #sourceOf(arn: string | undefined): Queue {
    if (arn === undefined || arn === "") throw missingParameter("SourceArn");
    const source = this.#registry.findByArn(arn);
    if (source === undefined) throw notFound("SourceArn");
    source.advance(this.#registry.now());
    return source;
  }

  #checkSource(source: Queue): void {
    const isDeadLetterQueue = this.#registry
      .list()
      .some((queue) => queue.redrivePolicy?.deadLetterTargetArn === source.arn);
    if (!isDeadLetterQueue) {
      throw new SqsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
    }
    if (this.#of(source).some((task) => task.running)) {
      throw new SqsError(
        "InvalidParameterValue",
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    }
  }

  #checkDestination(source: Queue, arn: string): void {
    const destination = this.#registry.findByArn(arn);
    if (destination === undefined) throw notFound("DestinationArn");
    if (destination.fifo !== source.fifo) {
      throw invalidParameter(
        "DestinationArn",
        arn,
        "Destination must be the same type of queue as the source.",
      );
    }
  }
}

function notFound(parameter: string): SqsError {
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
  return new SqsError("ResourceNotFoundException", message);
}

function toHandle(handle: z.infer<typeof handleSchema>): string {
  return Buffer.from(JSON.stringify(handle)).toString("base64");
}

function readHandle(handle: string | undefined): z.infer<typeof handleSchema> {
  if (handle === undefined || handle === "") throw missingParameter("TaskHandle");
  try {
    return handleSchema.parse(JSON.parse(Buffer.from(handle, "base64").toString()));
  } catch {
    throw new SqsError("InvalidParameterValue", "Value for parameter TaskHandle is invalid.");
  }
}
