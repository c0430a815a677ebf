import type { Context } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { createLambda, type LambdaHandler, LambdaTimeoutError } from "../../../local/runtime/lambda.ts";

/** A function whose environments are counted, and know their number. */
function countingLambda(timeout: number, handler: (environment: number, event: string) => Promise<string>) {
  let started = 0;
  const coldStart = (): LambdaHandler<string, string> => {
    started += 1;
    const environment = started;
    return (event) => handler(environment, event);
  };
  return { lambda: createLambda({ name: "tried", timeout, coldStart }), started: () => started };
}

describe("a local Lambda function", () => {
  it("uses an execution environment again", async () => {
    const { lambda, started } = countingLambda(10, async (environment) => `from ${environment}`);
    expect([await lambda.invoke("a"), await lambda.invoke("b")]).toEqual(["from 1", "from 1"]);
    expect(started()).toBe(1);
  });

  it("never runs two invocations in one environment", async () => {
    const gate = Promise.withResolvers<void>();
    const { lambda, started } = countingLambda(10, async (environment) => {
      await gate.promise;
      return `from ${environment}`;
    });
    const both = [lambda.invoke("a"), lambda.invoke("b")];
    gate.resolve();
    expect(await Promise.all(both)).toEqual(["from 1", "from 2"]);
    await lambda.invoke("c");
    expect(started()).toBe(2);
  });

  it("keeps the environment of an invocation that threw", async () => {
    const { lambda, started } = countingLambda(10, async (_, event) => {
      if (event === "bad") throw new Error("as it happens");
      return "fine";
    });
    await expect(lambda.invoke("bad")).rejects.toThrow("as it happens");
    expect(await lambda.invoke("good")).toBe("fine");
    expect(started()).toBe(1);
  });

  it("turns a handler that throws at once into a rejection", async () => {
    const lambda = createLambda({
      name: "tried",
      timeout: 10,
      coldStart: () => () => {
        throw new Error("at once");
      },
    });
    await expect(lambda.invoke("a")).rejects.toThrow("at once");
  });

  it("breaks off an invocation at its timeout, and gives its environment up", async () => {
    const { lambda, started } = countingLambda(0.01, async (_, event) =>
      event === "hang" ? new Promise<string>(() => {}) : "fine",
    );
    await expect(lambda.invoke("hang")).rejects.toThrow(LambdaTimeoutError);
    expect(await lambda.invoke("go")).toBe("fine");
    expect(started()).toBe(2);
  });

  it("tells each invocation its own id and how much time is left", async () => {
    vi.useFakeTimers();
    try {
      const contexts: Context[] = [];
      const lambda = createLambda({
        name: "tried",
        timeout: 30,
        coldStart: () => async (_event: string, context: Context) => {
          contexts.push(context);
        },
      });
      await lambda.invoke("a");
      await lambda.invoke("b");
      const [first, second] = contexts;
      expect(first?.functionName).toBe("tried");
      expect(first?.awsRequestId).not.toBe(second?.awsRequestId);
      expect(first?.getRemainingTimeInMillis()).toBe(30_000);
      vi.advanceTimersByTime(12_000);
      expect(first?.getRemainingTimeInMillis()).toBe(18_000);
      vi.advanceTimersByTime(60_000);
      expect(first?.getRemainingTimeInMillis()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
