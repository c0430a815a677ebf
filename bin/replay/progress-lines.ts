import type { Progress } from "../../functions/replay/dependencies.ts";

/** Milliseconds between two lines. */
const INTERVAL = 1_000;

/** Tells how far a command has come, a line at a time and at most one a second. */
export function progressLines(write: (line: string) => void, clock: () => number = Date.now) {
  let next = clock() + INTERVAL;
  return (progress: Progress): void => {
    if (clock() < next) return;
    next = clock() + INTERVAL;
    write(`${describe(progress)}\n`);
  };
}

function describe({ seen, replayed, removed, waiting }: Progress): string {
  const parts = [`${seen} looked at`];
  if (replayed > 0) parts.push(`${replayed} sent back`);
  if (removed > 0) parts.push(`${removed} removed`);
  if (waiting > 0) parts.push(`waiting for the outcome of ${waiting}`);
  return parts.join(", ");
}
