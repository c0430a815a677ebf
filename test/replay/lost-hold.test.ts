import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ConversationRecords } from "../../functions/dead-letters/conversation-records.ts";
import { VISIBILITY } from "../../functions/dead-letters/hold.ts";
import { newConversation, says } from "../support/conversations.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

/** Records that take so many seconds to be read, the first time. */
function slowOnce(seconds: number): ConversationRecords {
  const { records } = bench.dependencies();
  let isSlow = true;
  return {
    ...records,
    load: async (...keys) => {
      if (isSlow) bench.time.now += seconds * 1000;
      isSlow = false;
      return await records.load(...keys);
    },
  };
}

describe("a dead letter that is lost while others of its conversation are still held", () => {
  it("is not overtaken by them: they are given up as well, and all are replayed in order when they come up", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    await bench.putAside([says(ana, "1"), says(ana, "2"), says(ana, "3"), says(luis, "Hola")]);
    let refusals = 1;
    bench.faults.source = ({ action, request }) => {
      if (action !== "ChangeMessageVisibilityBatch") return undefined;
      const isProlonged = request.Entries?.some(({ VisibilityTimeout: seconds }) => seconds !== 0);
      if (!isProlonged || refusals === 0) return undefined;
      refusals -= 1;
      return { fault: "refuseEntries", ids: ["0"] };
    };

    const { summary, left } = await bench.replay({ action: "run" }, { records: slowOnce(70) });

    expect(refusals).toBe(0);
    expect(summary).toMatchObject({ replayed: 4, outcome: { applied: 4 } });
    expect(left).toEqual([]);
    expect(bench.transcript(ana)).toEqual(["user: 1", "user: 2", "user: 3"]);
    expect(bench.transcript(luis)).toEqual(["user: Hola"]);
    expect(bench.deadLetters()).toEqual([]);
  });

  it("is prolonged in time when reading takes long, so that nobody else gets it", async () => {
    await bench.putAside([says(newConversation(), "Hola")]);
    const hiddenFor: number[] = [];
    bench.faults.source = ({ action }) => {
      if (action !== "SendMessageBatch") return undefined;
      hiddenFor.push(...bench.deadLetters().map(({ visibleAt = 0 }) => visibleAt - bench.time.now));
      return undefined;
    };

    await bench.replay({ action: "run", wait: 0 }, { records: slowOnce(100), pause: async () => undefined });

    expect(hiddenFor).toEqual([VISIBILITY * 1000]);
  });
});
