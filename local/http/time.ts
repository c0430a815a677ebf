import { setTimeout as sleep } from "node:timers/promises";

export interface TimeOptions {
  /** Epoch milliseconds; default the machine's clock. */
  readonly clock?: () => number;
  /** Waits; rejects when the signal aborts, which is when the stand-in is stopped. Default real time. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The time that a stand-in lives in. */
export interface StandInTime {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Rejects when the time ends first. */
  readonly wait: (ms: number) => Promise<void>;
  /** Ends every wait, also those still to come. */
  readonly end: () => void;
}

export function standInTime({ clock = Date.now, wait = waitRealTime }: TimeOptions): StandInTime {
  const ending = new AbortController();
  return {
    now: () => clock(),
    wait: async (ms) => {
      if (ms > 0) await wait(ms, ending.signal);
      ending.signal.throwIfAborted();
    },
    end: () => ending.abort(),
  };
}

async function waitRealTime(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}
