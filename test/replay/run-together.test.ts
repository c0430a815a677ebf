import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { VISIBILITY } from "../../functions/dead-letters/hold.ts";
import { newConversation, says } from "../support/conversations.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

async function deadLetters() {
  const people = Array.from({ length: 12 }, () => newConversation());
  for (let line = 0; line < 14; line++) await bench.putAside(people.map((person) => says(person, `${line}`)));
  return people;
}

const complete = Array.from({ length: 14 }, (_, line) => `user: ${line}`);

describe("two people who replay at once", () => {
  it("replay everything once and in order between them", async () => {
    const people = await deadLetters();

    const results = await Promise.all([
      bench.replay({ action: "run", rate: 20 }),
      bench.replay({ action: "run", rate: 7 }),
    ]);
    // What one of them held, the other could not see.
    await bench.replay({ action: "run" });
    await bench.sync.finish();

    for (const person of people) expect(bench.transcript(person)).toEqual(complete);
    expect(bench.deadLetters()).toEqual([]);
    expect(results.every(({ summary }) => summary.replayed > 0)).toBe(true);
  });

  it("double nothing when one of them is so slow that the other gets the same dead letters", async () => {
    const people = await deadLetters();
    const asleep = Promise.withResolvers<void>();
    const slow = bench.dependencies();
    let other: Promise<unknown> | undefined;

    const first = bench.replay(
      { action: "run", rate: 50 },
      {
        records: {
          ...slow.records,
          // The laptop is closed between looking and sending.
          load: async (...keys) => {
            const known = await slow.records.load(...keys);
            if (other === undefined) {
              bench.time.now += (VISIBILITY + 1) * 1000;
              other = bench.replay({ action: "run" }).finally(asleep.resolve);
              await asleep.promise;
            }
            return known;
          },
        },
      },
    );
    await first;
    await other;
    await bench.replay({ action: "run" });
    await bench.sync.finish();

    for (const person of people) expect(bench.transcript(person)).toEqual(complete);
    expect(bench.deadLetters()).toEqual([]);
  });

  it("are told of what the other one holds", async () => {
    await deadLetters();
    const listing = bench.dependencies();
    let seenMeanwhile: Awaited<ReturnType<typeof bench.replay<"run">>> | undefined;

    await bench.replay(
      { action: "list", limit: 100 },
      {
        ...listing,
        onProgress: async () => undefined,
        records: listing.records,
        sqs: listing.sqs,
      },
    );
    await bench.replay(
      { action: "preview" },
      {
        records: {
          ...listing.records,
          load: async (...keys) => {
            seenMeanwhile ??= await bench.replay({ action: "run", wait: 0 });
            return await listing.records.load(...keys);
          },
        },
      },
    );

    expect(seenMeanwhile?.summary).toMatchObject({ elsewhere: expect.any(Number) });
    expect(seenMeanwhile?.summary.elsewhere).toBeGreaterThan(0);
  });
});
