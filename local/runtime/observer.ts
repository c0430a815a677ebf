import type { RecordedCall } from "../http/call-log.ts";
import type { DoneAction } from "../sqs/engine/watched-engine.ts";
import type { LambdaFunction } from "./lambda.ts";

/** An invocation of a Lambda, from its event to what came of it. */
export interface Invocation {
  /** Counts from 1; the same when it begins and when it ends. */
  readonly sequence: number;
  readonly lambda: string;
  readonly event: unknown;
  /** Epoch milliseconds, the machine's clock. */
  readonly startedAt: number;
  /** Missing while it lasts. */
  readonly endedAt?: number;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Watches a running system from outside. None of these may throw, and all of them are called synchronously. */
export interface SystemObserver {
  /** At the beginning and at the end. */
  onInvocation(invocation: Invocation): void;
  /** Once SQS has carried a request out. */
  onQueueAction(done: DoneAction): void;
  /** When a stand-in receives a call, and again once it has answered. */
  onCall(service: "cartaai" | "whatsapp" | "models", call: RecordedCall): void;
}

export const NO_OBSERVER: SystemObserver = {
  onInvocation: () => undefined,
  onQueueAction: () => undefined,
  onCall: () => undefined,
};

let invocations = 0;

/** The function, with its invocations told to an observer. */
export function observed<Event, Result>(
  lambda: LambdaFunction<Event, Result>,
  { onInvocation }: Pick<SystemObserver, "onInvocation">,
): LambdaFunction<Event, Result> {
  return {
    name: lambda.name,
    async invoke(event) {
      invocations += 1;
      const started = { sequence: invocations, lambda: lambda.name, event, startedAt: Date.now() };
      onInvocation(started);
      try {
        const result = await lambda.invoke(event);
        onInvocation({ ...started, endedAt: Date.now(), result });
        return result;
      } catch (error) {
        onInvocation({ ...started, endedAt: Date.now(), error });
        throw error;
      }
    },
  };
}
