export interface RefreshingCacheOptions {
  /** Milliseconds that a value is good for. */
  readonly maxAge: number;
  /** Milliseconds that an old value goes on being used for after it could not be loaded anew, before the next try. */
  readonly pause: number;
  /** How many values are kept; the one that was loaded longest ago makes room. */
  readonly maxEntries: number;
  /** Told that an old value is being used, and why. */
  readonly onStale?: (key: string, error: unknown) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

export interface RefreshingCache<Value> {
  /**
   * The value that is known, else what `load` answers. Those who ask at the same time share one load.
   *
   * @throws what `load` throws, as long as there has never been a value
   */
  get(key: string, load: () => Promise<Value>): Promise<Value>;
}

interface Entry<Value> {
  readonly value: Value;
  readonly goodUntil: number;
}

/** Keeps values for a while, and longer than that as long as there are no new ones to be had. */
export function createRefreshingCache<Value>(options: RefreshingCacheOptions): RefreshingCache<Value> {
  const { maxAge, pause, maxEntries, onStale, clock } = options;
  const entries = new Map<string, Entry<Value>>();
  const underWay = new Map<string, Promise<Value>>();

  function keep(key: string, value: Value, milliseconds: number): void {
    entries.delete(key);
    const [oldest] = entries.keys();
    if (oldest !== undefined && entries.size >= maxEntries) entries.delete(oldest);
    entries.set(key, { value, goodUntil: clock() + milliseconds });
  }

  async function refresh(key: string, load: () => Promise<Value>): Promise<Value> {
    try {
      const value = await load();
      keep(key, value, maxAge);
      return value;
    } catch (error) {
      const old = entries.get(key);
      if (old === undefined) throw error;
      keep(key, old.value, pause);
      onStale?.(key, error);
      return old.value;
    }
  }

  return {
    async get(key, load) {
      const entry = entries.get(key);
      if (entry !== undefined && clock() < entry.goodUntil) return entry.value;
      const loading = underWay.get(key) ?? refresh(key, load).finally(() => underWay.delete(key));
      underWay.set(key, loading);
      return await loading;
    },
  };
}
