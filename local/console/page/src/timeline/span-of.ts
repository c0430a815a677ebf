import type { Step } from "../../../api.ts";

/** Epoch milliseconds from the first step's begin to the last one's end. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function spanOf(steps: readonly Step[]): Span {
  const begins = steps.map(({ at }) => Date.parse(at));
  const ends = steps.map(({ at, durationMs = 0 }) => Date.parse(at) + durationMs);
  return { from: Math.min(...begins), to: Math.max(...ends) };
}

/** Where in the span a step is, in hundredths of the whole. */
export function placeIn({ from, to }: Span, { at, durationMs = 0 }: Step): { start: number; length: number } {
  const whole = Math.max(1, to - from);
  return { start: (100 * (Date.parse(at) - from)) / whole, length: (100 * durationMs) / whole };
}
