import type { Bar } from "./bench.ts";

export function atMost(name: string, value: number, limit: number): Bar {
  return { name: `${name}, at most`, value: round(value), limit, ok: value <= limit };
}

export function atLeast(name: string, value: number, limit: number): Bar {
  return { name: `${name}, at least`, value: round(value), limit, ok: value >= limit };
}

/** Three digits that mean something. */
export function round(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}
