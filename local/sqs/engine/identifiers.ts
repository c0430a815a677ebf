import { invalidParameter, SqsError } from "./sqs-error.ts";

/**
 * Alphanumeric characters and punctuation, 1 to 128 of them: group ids, deduplication ids, receive attempts.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const TOKEN = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;
const FIFO_SUFFIX = ".fifo";
const MAX_QUEUE_NAME_LENGTH = 80;

/** @throws {SqsError} InvalidParameterValue */
export function checkToken(parameter: string, value: string): void {
  if (TOKEN.test(value)) return;
  throw invalidParameter(
    parameter,
    value,
    `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

/** @throws {SqsError} InvalidBatchEntryId */
export function checkEntryId(id: string | undefined): asserts id is string {
  if (id !== undefined && ENTRY_ID.test(id)) return;
  throw new SqsError(
    "InvalidBatchEntryId",
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters " +
      "long.",
  );
}

/** @throws {SqsError} InvalidParameterValue: the suffix belongs to FIFO queues, all of them and only them */
export function checkQueueName(name: string, fifo: boolean): void {
  if (fifo && !(name.endsWith(FIFO_SUFFIX) && isName(name.slice(0, -FIFO_SUFFIX.length), name.length))) {
    throw new SqsError(
      "InvalidParameterValue",
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo " +
        "suffix and be 1 to 80 in length.",
    );
  }
  if (!fifo && !isName(name, name.length)) {
    throw new SqsError(
      "InvalidParameterValue",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  }
}

function isName(name: string, wholeLength: number): boolean {
  return QUEUE_NAME.test(name) && wholeLength <= MAX_QUEUE_NAME_LENGTH;
}
