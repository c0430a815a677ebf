import type { Progress } from "../../functions/replay/dependencies.ts";

/** Milliseconds between two lines. */
const INTERVAL = 1_000;
/** Milliseconds after which the same is said again, so that nobody takes waiting for the end. */
const REPETITION = 10_000;

/** Tells how far a command has come, a line at a time: at most one a second, and what has not changed every ten. */
export function progressLines(write: (line: string) => void, clock: () => number = Date.now) {
  let saidAt = clock();
  let said = "";
  return (progress: Progress): void => {
    const line = `${describe(progress)}\n`;
    if (clock() < saidAt + (line === said ? REPETITION : INTERVAL)) return;
    saidAt = clock();
    said = line;
    write(line);
  };
}

function describe({ seen, replayed, removed, waiting }: Progress): string {
  const parts = [`${seen} looked at`];
  if (replayed > 0) parts.push(`${replayed} sent back`);
  if (removed > 0) parts.push(`${removed} removed`);
  if (waiting > 0) parts.push(`waiting for the outcome of ${waiting}`);
  return parts.join(", ");
}
