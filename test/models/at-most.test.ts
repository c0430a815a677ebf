import { expect, it } from "vitest";
import { atMost } from "../../functions/models/at-most.ts";

it("no more than so many run at once; the others follow in order, also after a failure", async () => {
  const inTurn = atMost(2);
  const started: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const run = (name: string) =>
    inTurn(() => {
      started.push(name);
      const end = Promise.withResolvers<string>();
      ends.set(name, end);
      return end.promise;
    });
  const [a, b, c, d] = ["a", "b", "c", "d"].map(run);
  expect(started).toEqual(["a", "b"]);

  ends.get("b")?.reject(new Error("as it happens"));
  await expect(b).rejects.toThrow("as it happens");
  await expect.poll(() => started).toEqual(["a", "b", "c"]);
  ends.get("c")?.resolve("c");
  await expect.poll(() => started).toEqual(["a", "b", "c", "d"]);
  ends.get("a")?.resolve("a");
  ends.get("d")?.resolve("d");
  expect(await Promise.all([a, c, d])).toEqual(["a", "c", "d"]);

  const [e, f] = ["e", "f", "g"].map(run);
  expect(started.slice(4)).toEqual(["e", "f"]);
  for (const { resolve } of ends.values()) resolve("done");
  expect(await Promise.all([e, f])).toEqual(["done", "done"]);
});
