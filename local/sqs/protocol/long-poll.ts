import { setTimeout as sleep } from "node:timers/promises";
import type { ReceiveMessageRequest, ReceiveMessageResult } from "@aws-sdk/client-sqs";
import type { SqsEngine } from "../engine/sqs-engine.ts";

/** Waits for so many milliseconds, or until the signal is aborted; never rejects. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export async function waitRealTime(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

export interface LongPollOptions {
  readonly wait: Wait;
  /** Aborted when nobody waits for the answer any more: what is received then would be lost for a while. */
  readonly signal: AbortSignal;
}

/**
 * Receives messages, and waits for some if there are none: for as long as the request says, or else the queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 *
 * @throws {SqsError}
 */
export async function receiveWaiting(
  engine: SqsEngine,
  request: ReceiveMessageRequest,
  { wait, signal }: LongPollOptions,
): Promise<ReceiveMessageResult> {
  const fault = engine.faultFor("ReceiveMessage", request);
  // A fault decides about this receive alone, at once.
  if (fault !== undefined) return engine.perform("ReceiveMessage", request, { fault });
  const deadline = engine.now() + engine.waitOf(request) * 1000;
  for (;;) {
    const result = engine.perform("ReceiveMessage", request);
    const now = engine.now();
    if (result.Messages !== undefined || now >= deadline || signal.aborted) return result;
    const visibleAt = engine.nextVisibleAt(request.QueueUrl) ?? deadline;
    await changeOf(engine, request.QueueUrl ?? "", Math.min(visibleAt, deadline) - now, wait, signal);
    if (signal.aborted) return {};
  }
}

/** Until something happens in the queue, or the time is over. */
async function changeOf(
  engine: SqsEngine,
  queueUrl: string,
  milliseconds: number,
  wait: Wait,
  signal: AbortSignal,
): Promise<void> {
  // One controller of our own, which this function holds: nothing else keeps a signal made by AbortSignal.any alive.
  const over = new AbortController();
  const end = () => over.abort();
  const stopListening = engine.onChange(queueUrl, end);
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  try {
    await wait(milliseconds, over.signal);
  } finally {
    stopListening();
    signal.removeEventListener("abort", end);
  }
}
