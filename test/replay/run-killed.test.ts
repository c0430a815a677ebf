import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { newConversation, says, state } from "../support/conversations.ts";
import { mortal } from "./mortal.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterAll(() => bench.stop());

/** Seconds after which SQS shows again what a dead process held. */
const VISIBLE_AGAIN = 121;

interface Case {
  readonly people: readonly Conversation[];
  readonly events: readonly SyncEvent[];
}

/** Three conversations, one of them longer than what SQS hands out at once, with an event that was applied already. */
async function deadLetters(): Promise<Case> {
  const people = [newConversation(), newConversation(), newConversation()];
  const events = people.flatMap((person, index) =>
    Array.from({ length: [12, 2, 1][index] ?? 0 }, (_, line) => says(person, `Línea ${line}`)),
  );
  await bench.putAside(events);
  await bench.putAside(people.map((person) => state(person)));
  return { people, events };
}

/** @returns whether the run died; otherwise it came to its end before that call */
async function runAndDie(lastCall: number, isCarriedOut: boolean): Promise<boolean> {
  const { over, death } = mortal(bench.dependencies(), lastCall, isCarriedOut);
  const run = bench.replay({ action: "run", rate: 8, wait: 0 }, { ...over, pause: async () => undefined });
  return (await Promise.race([run, death])) === "died";
}

function expectEverythingOnce({ people, events }: Case): void {
  for (const person of people) {
    const said = events.filter(({ conversation }) => conversation === person);
    expect(bench.transcript(person)).toEqual(said.map((_, line) => `user: Línea ${line}`));
  }
  expect(bench.deadLetters()).toEqual([]);
  expect(bench.queued()).toEqual([]);
}

describe.each([
  ["before a call takes effect", false],
  ["after a call took effect", true],
])("a run that is killed %s", (_, isCarriedOut) => {
  it.each([
    ["at once", 0],
    ["once the sync Lambda has worked through what was sent", 1],
    ["more than five minutes later, when SQS no longer knows what was sent", 2],
  ])(
    "loses, doubles and reorders nothing, whichever call it was, when it is run again %s",
    async (_, variant) => {
      let killed = 0;
      for (let lastCall = 1; ; lastCall++) {
        const all = await deadLetters();
        const died = await runAndDie(lastCall, isCarriedOut);
        if (variant === 1) await bench.sync.finish();
        bench.time.now += (variant === 2 ? 600 : VISIBLE_AGAIN) * 1000;

        const { summary, left } = await bench.replay({ action: "run" });
        await bench.sync.finish();

        expect({ left, hidden: summary.hidden, elsewhere: summary.elsewhere }).toEqual({
          ...{ left: [], hidden: 0, elsewhere: 0 },
        });
        expectEverythingOnce(all);
        bench.reset();
        if (!died) break;
        killed += 1;
      }
      expect(killed).toBeGreaterThan(15);
    },
    600_000,
  );
});
