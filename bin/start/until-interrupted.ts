import { constants } from "node:os";

/** Waits for Ctrl-C, or for being asked to end. From then on, being asked again ends the process at once. */
export function untilInterrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // The status that a shell gives a process that the signal ended.
      if (interrupted) process.exit(128 + constants.signals[signal]);
      interrupted = true;
      resolve();
    });
  }
  return promise;
}
