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
    // From before the look on: time passes while it looks, and what becomes visible then has told of it already.
    const change = listenFor(engine, request.QueueUrl ?? "", signal);
    try {
      const result = engine.perform("ReceiveMessage", request);
      const now = engine.now();
      if (result.Messages !== undefined || now >= deadline || signal.aborted) return result;
      const visibleAt = engine.nextVisibleAt(request.QueueUrl) ?? deadline;
      if (!change.signal.aborted) await wait(Math.min(visibleAt, deadline) - now, change.signal);
    } finally {
      change.end();
    }
    if (signal.aborted) return {};
  }
}

/** A signal that is aborted by the next change of the queue, and with the one given. */
function listenFor(engine: SqsEngine, queueUrl: string, signal: AbortSignal) {
  const over = new AbortController();
  const abort = () => over.abort();
  const stopListening = engine.onChange(queueUrl, abort);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  return {
    signal: over.signal,
    end(): void {
      stopListening();
      signal.removeEventListener("abort", abort);
    },
  };
}
