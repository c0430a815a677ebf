import { vi } from "vitest";

/** Milliseconds: far more than anything takes, even on a busy machine. */
const LONGEST_WAIT = 30_000;

/** Waits until the assertions hold; fails with the last of their failures when they do not within 30 seconds. */
export async function eventually<Result>(assertions: () => Result | Promise<Result>): Promise<Result> {
  return await vi.waitFor(assertions, { timeout: LONGEST_WAIT, interval: 20 });
}
