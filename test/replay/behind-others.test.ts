import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { describeList, describePreview } from "../../bin/replay/describe-entries.ts";
import type { Entry } from "../../functions/replay/entry.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { newConversation, order, says } from "../support/conversations.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

const lines = (count: number) => Array.from({ length: count }, (_, line) => `Línea ${line}`);
const said = (count: number) => lines(count).map((line) => `user: ${line}`);

async function putAside(person: Conversation, count: number): Promise<void> {
  await bench.putAside(lines(count).map((line) => says(person, line)));
}

/** How many are shown of a person, whom a list masks. */
function countOf({ phone = "" }: Conversation, entries: readonly Entry[]): number {
  return entries.filter(({ person }) => person === `…${phone.slice(-3)}`).length;
}

describe("one conversation with 35 dead letters", () => {
  it("shows ten in a list and a preview, which say at the tenth that there are more, and how many", async () => {
    const ana = newConversation();
    await putAside(ana, 35);
    await putAside(newConversation(), 4);

    const list = await bench.replay({ action: "list" });
    const preview = await bench.replay({ action: "preview" });

    for (const { deadLetters, summary } of [list, preview]) {
      expect(summary).toMatchObject({ found: 14, hidden: 25, crowded: 1, elsewhere: 0 });
      expect(countOf(ana, deadLetters)).toBe(10);
      const marked = deadLetters.flatMap(({ hidesMore }, index) => (hidesMore ? [index] : []));
      expect(marked).toEqual([9]);
    }
    for (const text of [describeList(list, false), describePreview(preview, false)]) {
      expect(
        text.split("\n").filter((line) => line.includes(`…${ana.phone?.slice(-3)} (more)`)),
      ).toHaveLength(1);
      expect(text).toContain("About 25 more cannot be seen: they are behind the ten of 1 conversation");
    }
  });

  it("is replayed whole by one run, in order", async () => {
    const ana = newConversation();
    await putAside(ana, 35);

    const { summary, left } = await bench.replay({ action: "run" });

    expect(summary).toMatchObject({ replayed: 35, hidden: 0, crowded: 0, outcome: { applied: 35 } });
    expect(left).toEqual([]);
    expect(bench.transcript(ana)).toEqual(said(35));
    expect(bench.deadLetters()).toEqual([]);
  });

  it("is not said to have more when the ten are all", async () => {
    await putAside(newConversation(), 10);

    const { deadLetters, summary } = await bench.replay({ action: "list" });

    expect(summary).toMatchObject({ found: 10, hidden: 0, crowded: 0 });
    expect(deadLetters.some(({ hidesMore }) => hidesMore)).toBe(false);
  });
});

describe("conversations of any length, of which SQS hands out some in parts", () => {
  const LENGTHS = [4, 8, 3, 25, 9, 1, 10, 6, 7, 2, 11, 5, 9, 9, 3];

  async function deadLetters(): Promise<Conversation[]> {
    const people = LENGTHS.map(() => newConversation());
    for (const [index, person] of people.entries()) await putAside(person, LENGTHS[index] ?? 0);
    return people;
  }

  it("are listed and previewed up to the tenth letter of each, once, and stay as they were", async () => {
    const people = await deadLetters();
    const before = bench.deadLetters().map(({ messageId }) => messageId);

    const list = await bench.replay({ action: "list" });
    const preview = await bench.replay({ action: "preview" });

    for (const result of [list, preview]) {
      const shown = people.map((person) => countOf(person, result.deadLetters));
      expect(shown).toEqual(LENGTHS.map((length) => Math.min(length, 10)));
      expect(new Set(result.deadLetters.map(({ id }) => id)).size).toBe(result.deadLetters.length);
      // Ten of each are held of three, and of the one with ten nobody can tell that it has no more.
      expect(result.summary).toMatchObject({ hidden: 16, crowded: 3, elsewhere: 0 });
    }
    expect(bench.deadLetters().map(({ messageId }) => messageId)).toEqual(before);
    expect(bench.deadLetters().every(({ state }) => state === "available")).toBe(true);
  });

  it("are each limited to what was asked for, and the next list begins anew", async () => {
    await deadLetters();
    for (const limit of [1, 7, 13]) {
      const { deadLetters: found, summary } = await bench.replay({ action: "list", limit });
      expect(found).toHaveLength(limit);
      expect(summary).toMatchObject({ stopped: "limit", hidden: 0 });
    }
  });

  it("are replayed whole, also where what stays is in front of what is meant", async () => {
    const people = await deadLetters();
    const other = newConversation();
    await bench.putAside(lines(6).map((line) => order(other, line)));
    await putAside(other, 4);

    const { summary } = await bench.replay({ action: "run", type: "message" });

    const all = LENGTHS.reduce((sum, length) => sum + length, 0);
    expect(summary).toMatchObject({ replayed: all + 4, left: {}, hidden: 0 });
    for (const [index, person] of people.entries()) {
      expect(bench.transcript(person)).toEqual(said(LENGTHS[index] ?? 0));
    }
    expect(bench.transcript(other)).toEqual(said(4));
    expect(bench.deadLetters()).toHaveLength(6);
  });
});
