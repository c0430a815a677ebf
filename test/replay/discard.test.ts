import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { newConversation, says } from "../support/conversations.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

describe("discarding", () => {
  it("deletes what is named, also a second copy of it, and logs each with the reason that was given", async () => {
    const ana = newConversation();
    const [spam, kept] = [says(ana, "spam"), says(ana, "Hola")];
    await bench.putAside([spam, kept, spam]);

    const { discarded, notFound } = await bench.replay({
      ...{ action: "discard", ids: [eventHash(spam.id), "wamid.unknown"], reason: "a test number" },
    });

    expect(discarded.map(({ id }) => id)).toEqual([eventHash(spam.id), eventHash(spam.id)]);
    expect(notFound).toEqual(["wamid.unknown"]);
    expect(bench.deadLetters().map(({ body, state }) => [JSON.parse(body).id, state])).toEqual([
      [kept.id, "available"],
    ]);
    expect(bench.queued()).toEqual([]);
    const line = {
      message: "Discarded a dead letter",
      fields: { event: eventHash(spam.id), subDomain: ana.subDomain, discardedBecause: "a test number" },
    };
    expect(bench.logged).toMatchObject([line, line]);
    expect(JSON.stringify(bench.logged)).not.toContain(ana.phone);
  });

  it("says what SQS does not delete", async () => {
    const event = says(newConversation(), "Hola");
    await bench.putAside([event]);
    bench.faults.source = ({ action }) =>
      action === "DeleteMessageBatch" ? { fault: "refuseEntries", ids: ["0"] } : undefined;

    const { discarded, notFound } = await bench.replay({
      ...{ action: "discard", ids: [eventHash(event.id)], reason: "x" },
    });

    expect({ discarded, notFound }).toEqual({ discarded: [], notFound: [eventHash(event.id)] });
    expect(bench.logged).toEqual([]);
    expect(bench.deadLetters()).toHaveLength(1);
  });
});
