import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { newConversation, says } from "../support/conversations.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";
import { tie } from "./tie.ts";

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

  it("erases a person, by any number of theirs and ten at a time, and nobody else", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    const earlier = newConversation();
    await tie(bench, ana, earlier.key, ana.key);
    const lines = Array.from({ length: 23 }, (_, line) => `Línea ${line}`);
    await bench.putAside(lines.map((line) => says(ana, line)));
    await bench.putAside([says(earlier, "Desde el otro número"), says(luis, "Hola")]);

    let rounds = 0;
    for (;;) {
      const { deadLetters } = await bench.replay({ action: "list", phone: ana.phone });
      if (deadLetters.length === 0) break;
      const ids = deadLetters.map(({ id }) => id);
      await bench.replay({ action: "discard", ids, reason: "erasure request" });
      rounds += 1;
    }

    expect(rounds).toBe(3);
    expect(bench.deadLetters().map(({ body }) => JSON.parse(body).content)).toEqual(["Hola"]);
    expect(bench.logged).toHaveLength(lines.length + 1);
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
