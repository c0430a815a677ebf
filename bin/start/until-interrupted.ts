import { constants } from "node:os";

/** Milliseconds between two looks at whether npm's shell is still there. */
const INTERVAL = 500;

/** Waits for Ctrl-C, or for being asked to end. From then on, being asked again ends the process at once. */
export function untilInterrupted(environment: NodeJS.ProcessEnv): Promise<void> {
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
  // Started in another way, a process may well be meant to outlive its parent.
  if (environment["npm_lifecycle_event"] !== undefined) onceOrphaned(resolve);
  return promise;
}

/** npm tells its shell to end, and the shell tells nobody: all that can be noticed is that the parent is another one. */
function onceOrphaned(then: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, INTERVAL);
  timer.unref();
}
