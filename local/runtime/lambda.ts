import type { Context } from "aws-lambda";
import { createContext } from "./lambda-context.ts";

export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

export interface LambdaOptions<Event, Result> {
  readonly name: string;
  /** Seconds. */
  readonly timeout: number;
  /** What a cold start does: builds everything that invocations of one execution environment share. */
  readonly coldStart: () => LambdaHandler<Event, Result>;
}

export interface LambdaFunction<Event, Result> {
  readonly name: string;
  /**
   * @throws whatever the handler threw
   * @throws {LambdaTimeoutError} when it took longer than its timeout
   */
  invoke(event: Event): Promise<Result>;
}

/** The function was still running when its time was up. In AWS its process is gone by now. */
export class LambdaTimeoutError extends Error {
  override readonly name = "LambdaTimeoutError";

  constructor(functionName: string, seconds: number) {
    super(`${functionName}: Task timed out after ${seconds.toFixed(2)} seconds`);
  }
}

/**
 * Plays Lambda: an execution environment handles one invocation at a time and is used again, the last used first; one
 * more is started when all are busy; one that timed out is never used again.
 */
export function createLambda<Event, Result>(
  options: LambdaOptions<Event, Result>,
): LambdaFunction<Event, Result> {
  const { name, timeout, coldStart } = options;
  const idle: LambdaHandler<Event, Result>[] = [];
  return {
    name,
    async invoke(event) {
      const handler = idle.pop() ?? coldStart();
      const timer = startTimer(timeout, new LambdaTimeoutError(name, timeout));
      try {
        return await Promise.race([run(handler, event, createContext(name, timer.deadline)), timer.expiry]);
      } finally {
        if (!timer.expired) idle.push(handler);
        timer.clear();
      }
    },
  };
}

/** Async, so that a handler that throws at once rejects like any other. */
async function run<Event, Result>(handler: LambdaHandler<Event, Result>, event: Event, context: Context) {
  return handler(event, context);
}

function startTimer(seconds: number, error: Error) {
  const milliseconds = seconds * 1000;
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = {
    deadline: Date.now() + milliseconds,
    expired: false,
    expiry: promise,
    clear: () => clearTimeout(timeout),
  };
  const timeout = setTimeout(() => {
    timer.expired = true;
    reject(error);
  }, milliseconds);
  return timer;
}
