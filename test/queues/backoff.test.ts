import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff, backoffUntried, MAX_BACKOFF } from "../../functions/queues/backoff.ts";

const LOWEST = () => 0;
const HIGHEST = () => 1 - Number.EPSILON;

const attempts = fc.integer({ min: 1, max: 5_000 });
const base = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 300, noNaN: true }));
const retryAfter = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined });
const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the wait before the next attempt", () => {
  it.each([
    [1, 1, 2],
    [2, 2, 4],
    [3, 4, 8],
    [8, 128, 256],
    [9, 256, 512],
    [10, 450, 900],
    [1_000, 450, 900],
  ])("after attempt %d is from %d to %d seconds with a base of 2", (attempt, least, most) => {
    expect(backoff(attempt, undefined, { base: 2, random: LOWEST })).toBe(least);
    expect(backoff(attempt, undefined, { base: 2, random: HIGHEST })).toBe(most);
  });

  it("is a whole number of seconds that SQS accepts, at least what was asked for, up to 15 minutes", () => {
    fc.assert(
      fc.property(attempts, retryAfter, base, jitter, (attempt, asked, seconds, random) => {
        const wait = backoff(attempt, asked, { base: seconds, random: () => random });

        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(Math.min(MAX_BACKOFF, asked ?? 0));
        expect(wait).toBeLessThanOrEqual(MAX_BACKOFF);
      }),
    );
  });

  it("stays in the upper half of what doubling allows, unless CartaAI asked for more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), base, jitter, (attempt, seconds, random) => {
        const wait = backoff(attempt, undefined, { base: seconds, random: () => random });

        const ceiling = Math.min(MAX_BACKOFF, seconds * 2 ** (attempt - 1));
        expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
        expect(wait).toBeLessThanOrEqual(Math.ceil(ceiling));
      }),
    );
  });

  it.each([
    [10, 10],
    [10.2, 11],
    [100_000, MAX_BACKOFF],
  ])("is what CartaAI asks for when that is longer: %d", (asked, wait) => {
    expect(backoff(1, asked, { base: 2 })).toBe(wait);
  });

  it("differs from one conversation to the next", () => {
    const waits = Array.from({ length: 50 }, () => backoff(9, undefined, { base: 2 }));
    expect(new Set(waits).size).toBeGreaterThan(1);
  });
});

describe("the wait while CartaAI is left alone", () => {
  it.each([
    [0, 1, 2],
    [60, 30, 60],
    [400, 200, 400],
    [20_000, 450, 900],
  ])("after %d seconds without getting on is from %d to %d seconds", (waited, least, most) => {
    expect(backoffUntried(waited, undefined, { base: 2, random: LOWEST })).toBe(least);
    expect(backoffUntried(waited, undefined, { base: 2, random: HIGHEST })).toBe(most);
  });

  it("is never shorter than what was asked for", () => {
    expect(backoffUntried(0, 10, { base: 2, random: LOWEST })).toBe(10);
  });

  it("adds up to few receptions in six hours: SQS makes a dead letter of what it has handed out 1000 times", () => {
    let waited = 0;
    let receptions = 0;
    for (; waited < 6 * 60 * 60; receptions++) {
      waited += backoffUntried(waited, 10, { base: 2, random: LOWEST });
    }

    expect(receptions).toBeLessThan(100);
  });
});
