import { describe, expect, it } from "vitest";
import { groupCommit } from "../../functions/aws/group-commit.ts";

/** Writes that end when the test says so. */
function heldWrites() {
  const writes: { readonly items: readonly string[]; end(): void; fail(): void }[] = [];
  const write = (items: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      writes.push({ items: [...items], end: resolve, fail: () => reject(new Error("throttled")) });
    });
  return { writes, commit: groupCommit(write) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a group commit", () => {
  it("writes at once what comes alone", async () => {
    const { writes, commit } = heldWrites();
    const first = commit(["a"]);
    await turn();
    expect(writes.map(({ items }) => items)).toEqual([["a"]]);
    writes[0]?.end();
    await first;
  });

  it("writes together what comes while another write is under way, once that has ended", async () => {
    const { writes, commit } = heldWrites();
    const first = commit(["a"]);
    await turn();
    const others = [commit(["b"]), commit(["c", "d"])];
    await turn();
    expect(writes).toHaveLength(1);

    writes[0]?.end();
    await first;
    await turn();
    expect(writes[1]?.items).toEqual(["b", "c", "d"]);
    writes[1]?.end();
    await Promise.all(others);
  });

  it("tells everybody who shared a write that it failed, and goes on with the next", async () => {
    const { writes, commit } = heldWrites();
    const outcomes = Promise.allSettled([commit(["a"]), commit(["b"])]);
    await turn();
    const later = commit(["c"]);
    writes[0]?.fail();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await turn();
    expect(writes[1]?.items).toEqual(["c"]);
    writes[1]?.end();
    await later;
  });

  it("writes nothing when there is nothing", async () => {
    const { writes, commit } = heldWrites();
    await commit([]);
    expect(writes).toEqual([]);
  });
});
