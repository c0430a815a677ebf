/**
 * Time for a stand-in in which nothing passes by itself: a call that the fault "slow" or "lateApply" delays is held
 * until the test lets it go.
 */
export interface HeldCalls {
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How many calls are being held. */
  count(): number;
  /** Lets those go that are held now. */
  release(): void;
}

export function heldCalls(): HeldCalls {
  let held: (() => void)[] = [];
  return {
    wait: (_, signal) =>
      new Promise((resolve, reject) => {
        held.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
    count: () => held.length,
    release: () => {
      const released = held;
      held = [];
      for (const resolve of released) resolve();
    },
  };
}
