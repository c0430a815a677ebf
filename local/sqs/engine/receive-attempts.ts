import type { StoredMessage } from "./message.ts";
import type { Queue } from "./queue.ts";
import type { ReceiveParameters } from "./receive-parameters.ts";

/**
 * The messages that the same attempt got before: an attempt that is repeated gets the same messages under the same
 * receipt handles, for as long as they are hidden and nothing was done to any of them.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 *
 * @returns undefined when it is to be a receive like any other
 */
export function repeatAttempt(
  queue: Queue,
  { attemptId }: ReceiveParameters,
  now: number,
): readonly StoredMessage[] | undefined {
  if (attemptId === undefined) return undefined;
  const before = queue.attempts.get(attemptId, now);
  if (before === undefined) return undefined;
  const untouched = before.every(
    ({ message, revision }) => message.state === "inFlight" && message.revision === revision,
  );
  return untouched ? before.map(({ message }) => message) : undefined;
}

export function rememberAttempt(
  queue: Queue,
  { attemptId }: ReceiveParameters,
  messages: readonly StoredMessage[],
  now: number,
): void {
  if (attemptId === undefined) return;
  const attempt = messages.map((message) => ({ message, revision: message.revision }));
  queue.attempts.set(attemptId, attempt, now);
}
