import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRefreshingCache } from "../../functions/restaurant/refreshing-cache.ts";

function startCache(maxEntries = 100) {
  const time = { now: 0 };
  const stale: string[] = [];
  const loads: string[] = [];
  const cache = createRefreshingCache<string>({
    ...{ maxAge: 1000, pause: 50, maxEntries, clock: () => time.now },
    onStale: (key) => stale.push(key),
  });
  const get = (key: string, value: string | Error = key) =>
    cache.get(key, async () => {
      loads.push(key);
      if (value instanceof Error) throw value;
      return value;
    });
  return { time, stale, loads, get };
}

const DOWN = new Error("down");

describe("the cache", () => {
  it("keeps a value for its time, and then loads it anew", async () => {
    const { time, loads, get } = startCache();
    expect(await get("a", "old")).toBe("old");
    time.now = 999;
    expect(await get("a", "new")).toBe("old");
    time.now = 1000;
    expect(await get("a", "new")).toBe("new");
    expect(loads).toEqual(["a", "a"]);
  });

  it("loads once for all who ask at the same time, and again after a failure", async () => {
    const { loads, get } = startCache();
    const failed = await Promise.allSettled([get("a", DOWN), get("a", DOWN)]);
    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await Promise.all([get("a"), get("a"), get("a")])).toEqual(["a", "a", "a"]);
    expect(loads).toEqual(["a", "a"]);
  });

  it("goes on with the old value while there is no new one, trying again after each pause", async () => {
    const { time, loads, stale, get } = startCache();
    await get("a", "old");
    time.now = 5000;
    expect(await get("a", DOWN)).toBe("old");
    time.now = 5049;
    expect(await get("a", "new")).toBe("old");
    expect(loads).toHaveLength(2);
    time.now = 5050;
    expect(await get("a", "new")).toBe("new");
    expect(stale).toEqual(["a"]);
  });

  it("never holds more than it may, and forgets what was loaded longest ago", async () => {
    const keys = fc.array(fc.constantFrom("a", "b", "c", "d", "e"));
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 4 }), async (asked, most) => {
        const { loads, get } = startCache(most);
        let kept: string[] = [];
        for (const key of asked) {
          const before = loads.length;
          expect(await get(key)).toBe(key);
          expect(loads.length - before).toBe(kept.includes(key) ? 0 : 1);
          if (!kept.includes(key)) kept = [...kept, key].slice(-most);
        }
      }),
    );
  });
});
