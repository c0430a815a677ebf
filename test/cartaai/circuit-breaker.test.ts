import { describe, expect, it } from "vitest";
import { withCircuitBreaker } from "../../functions/cartaai/circuit-breaker.ts";
import {
  CartaAICircuitOpenError,
  CartaAICutShortError,
  CartaAINoTimeLeftError,
  CartaAIPermanentError,
  CartaAIRetryableError,
  CartaAIUnauthorisedError,
} from "../../functions/cartaai/errors.ts";
import type { Transport } from "../../functions/cartaai/transport.ts";

const details = { operation: "addMessage", outcome: "unknown" } as const;
const outage = () => new CartaAIRetryableError("answered 503", details);

/** A breaker around a CartaAI that does what the test says, with a clock that the test moves. */
function startBreaker(failures = 3) {
  const state = { now: 1_000_000, calls: 0, failWith: undefined as Error | undefined };
  const transport: Transport = async () => {
    state.calls += 1;
    if (state.failWith) throw state.failWith;
    return { data: null, confirmed: true };
  };
  const call = withCircuitBreaker(transport, { failures, pause: 10_000, clock: () => state.now });
  return { state, call: () => call("addMessage", {}, {}) };
}

async function failTimes(times: number, breaker: ReturnType<typeof startBreaker>) {
  for (let time = 0; time < times; time++) await expect(breaker.call()).rejects.toThrow();
}

describe("the circuit breaker", () => {
  it("leaves CartaAI alone after failures in a row, and says for how long", async () => {
    const breaker = startBreaker();
    breaker.state.failWith = outage();
    await failTimes(3, breaker);

    const refusal = await breaker.call().catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(CartaAICircuitOpenError);
    expect(refusal).toMatchObject({ outcome: "refused", retryAfter: 10 });
    expect(breaker.state.calls).toBe(3);
  });

  it("lets one call through after the pause, and everything once that call has succeeded", async () => {
    const breaker = startBreaker();
    breaker.state.failWith = outage();
    await failTimes(3, breaker);
    breaker.state.now += 10_000;
    breaker.state.failWith = undefined;

    const [probe, meanwhile] = await Promise.allSettled([breaker.call(), breaker.call()]);

    expect(probe.status).toBe("fulfilled");
    expect(meanwhile).toMatchObject({ status: "rejected", reason: expect.any(CartaAICircuitOpenError) });
    await expect(breaker.call()).resolves.toBeDefined();
  });

  it("waits again when the call that was let through fails", async () => {
    const breaker = startBreaker();
    breaker.state.failWith = outage();
    await failTimes(3, breaker);
    breaker.state.now += 10_000;
    await failTimes(1, breaker);

    await expect(breaker.call()).rejects.toBeInstanceOf(CartaAICircuitOpenError);
    expect(breaker.state.calls).toBe(4);
  });

  it("respects a longer pause that CartaAI asks for, up to a minute", async () => {
    const breaker = startBreaker(1);
    breaker.state.failWith = new CartaAIRetryableError("answered 503", {
      ...details,
      ...{ status: 503, retryAfter: 3600 },
    });
    await failTimes(1, breaker);

    await expect(breaker.call()).rejects.toMatchObject({ retryAfter: 60 });
  });

  it.each([
    ["that was not made because the invocation ends", new CartaAINoTimeLeftError("addMessage")],
    ["whose time the end of the invocation cut short", new CartaAICutShortError("addMessage", undefined)],
  ])("learns nothing from a call %s", async (_, nothing) => {
    const breaker = startBreaker();
    breaker.state.failWith = nothing;
    await failTimes(5, breaker);
    breaker.state.failWith = outage();
    await failTimes(2, breaker);
    breaker.state.failWith = nothing;
    await failTimes(1, breaker);
    breaker.state.failWith = outage();
    await failTimes(1, breaker);

    await expect(breaker.call()).rejects.toBeInstanceOf(CartaAICircuitOpenError);
    expect(breaker.state.calls).toBe(9);
  });

  it.each([
    ["a call that succeeds", undefined],
    ["a refused event", new CartaAIPermanentError("answered 422", details)],
    ["a 429", new CartaAIRetryableError("answered 429", { ...details, status: 429, retryAfter: 60 })],
    ["a refused key", new CartaAIUnauthorisedError("not allowed", details)],
  ])("takes %s as a sign of life", async (_, sign) => {
    const breaker = startBreaker();
    breaker.state.failWith = outage();
    await failTimes(2, breaker);
    breaker.state.failWith = sign;
    await breaker.call().catch(() => undefined);
    breaker.state.failWith = outage();
    await failTimes(2, breaker);

    expect(breaker.state.calls).toBe(5);
  });
});
