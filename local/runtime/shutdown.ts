type Close = () => Promise<void>;

/** What has been started, to be closed in the opposite order. */
export interface Shutdown {
  add(close: Close): void;
  /** Closes everything, whatever fails on the way. Called again, it waits for the same end. */
  run(): Promise<void>;
}

export function createShutdown(): Shutdown {
  const open: Close[] = [];
  let ended: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let close = open.pop(); close !== undefined; close = open.pop()) {
      await close().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, "not everything could be closed");
  }

  return {
    add: (close) => open.push(close),
    run: () => {
      ended ??= closeAll();
      return ended;
    },
  };
}
