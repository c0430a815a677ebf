/*
 * Quotas of SQS, as documented at
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html (messages),
 * …/quotas-fifo.html and …/quotas-queues.html (in flight), and in the API reference of each action.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Bytes of a message, and of all messages of a SendMessageBatch together; attributes count. */
export const MAX_MESSAGE_BYTES = 1_048_576;
export const MAX_BATCH_ENTRIES = 10;
export const MAX_MESSAGE_ATTRIBUTES = 10;
export const MAX_RECEIVED_MESSAGES = 10;
/** Seconds. */
export const MAX_DELAY = 900;
/** Seconds that ReceiveMessage may wait. */
export const MAX_WAIT = 20;
/** Seconds that a message may stay hidden, from its receipt, however often that is extended. */
export const MAX_VISIBILITY_TIMEOUT = 43_200;
/** Milliseconds. */
export const DEDUPLICATION_INTERVAL = 5 * MINUTE;
/** Milliseconds for which a ReceiveRequestAttemptId gives the same messages again. */
export const RECEIVE_ATTEMPT_INTERVAL = 5 * MINUTE;
/** Milliseconds between two purges of a queue. */
export const PURGE_INTERVAL = MINUTE;
/** Milliseconds before the name of a deleted queue can be used again. */
export const DELETED_NAME_INTERVAL = MINUTE;
/** Messages a second that a message move task may be told to move. */
export const MAX_MOVE_RATE = 500;
export const MAX_LISTED_MOVE_TASKS = 10;
export const MAX_LISTED_QUEUES = 1000;

/** How many messages of a queue can be in flight. Beyond it a standard queue refuses, a FIFO queue hands out nothing. */
export interface InFlightLimits {
  readonly standard: number;
  readonly fifo: number;
}

/** Both are 120 000 now; FIFO queues had 20 000 before November 2024. */
export const IN_FLIGHT_LIMITS: InFlightLimits = { standard: 120_000, fifo: 120_000 };
