import type { ReceiveMessageRequest } from "@aws-sdk/client-sqs";
import { checkToken } from "./identifiers.ts";
import { MAX_RECEIVED_MESSAGES, MAX_VISIBILITY_TIMEOUT, MAX_WAIT } from "./limits.ts";
import type { Queue } from "./queue.ts";
import { invalidParameter } from "./sqs-error.ts";

export interface ReceiveParameters {
  readonly maximum: number;
  /** Seconds, both. */
  readonly visibilityTimeout: number;
  readonly wait: number;
  readonly attemptId: string | undefined;
}

/** @throws {SqsError} InvalidParameterValue */
export function readReceiveParameters(queue: Queue, request: ReceiveMessageRequest): ReceiveParameters {
  const maximum = request.MaxNumberOfMessages ?? 1;
  if (maximum < 1 || maximum > MAX_RECEIVED_MESSAGES) {
    const reason = `Must be between 1 and ${MAX_RECEIVED_MESSAGES}, if provided.`;
    throw invalidParameter("MaxNumberOfMessages", maximum, reason);
  }
  const wait = request.WaitTimeSeconds ?? queue.secondsOf("ReceiveMessageWaitTimeSeconds");
  if (wait < 0 || wait > MAX_WAIT) {
    throw invalidParameter("WaitTimeSeconds", wait, `Must be >= 0 and <= ${MAX_WAIT}, if provided.`);
  }
  const visibilityTimeout = request.VisibilityTimeout ?? queue.secondsOf("VisibilityTimeout");
  checkVisibilityTimeout(visibilityTimeout);
  return { maximum, visibilityTimeout, wait, attemptId: readAttemptId(queue, request) };
}

/** @throws {SqsError} InvalidParameterValue */
export function checkVisibilityTimeout(seconds: number): void {
  if (seconds >= 0 && seconds <= MAX_VISIBILITY_TIMEOUT) return;
  throw invalidParameter("VisibilityTimeout", seconds, `Must be between 0 and ${MAX_VISIBILITY_TIMEOUT}.`);
}

function readAttemptId(queue: Queue, request: ReceiveMessageRequest): string | undefined {
  const { ReceiveRequestAttemptId: id } = request;
  if (id === undefined) return undefined;
  if (!queue.fifo) {
    const reason = "The request include parameter that is not valid for this queue type.";
    throw invalidParameter("ReceiveRequestAttemptId", id, reason);
  }
  checkToken("ReceiveRequestAttemptId", id);
  return id;
}
