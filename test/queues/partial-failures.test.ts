import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FifoMessage } from "../../functions/queues/fifo-message.ts";
import {
  BatchEntriesRefusedError,
  QueueUnavailableError,
  sendInOrder,
} from "../../functions/queues/send-in-order.ts";
import { byGroup, fifoMessage, mixedGroups } from "./sample-messages.ts";
import { type ScriptedSqs, startScriptedSqs, type Verdict } from "./scripted-sqs.ts";

let sqs: ScriptedSqs;

beforeAll(async () => {
  sqs = await startScriptedSqs();
});

afterAll(() => sqs.stop());

async function failureOf(messages: readonly FifoMessage[]): Promise<QueueUnavailableError | undefined> {
  try {
    await sendInOrder(sqs.client, sqs.queueUrl, messages);
    return undefined;
  } catch (error) {
    if (error instanceof QueueUnavailableError) return error;
    throw error;
  }
}

const bodies = (messages: readonly { readonly body: string }[]) => messages.map(({ body }) => body);

describe("entries that SQS refuses", () => {
  it("are sent again, and they alone", async () => {
    sqs.play(({ body }, time) => (["b1", "d1"].includes(body) && time < 3 ? "refuse" : "accept"));

    await sendInOrder(sqs.client, sqs.queueUrl, [
      fifoMessage("a", "a1"),
      fifoMessage("b", "b1"),
      fifoMessage("c", "c1"),
      fifoMessage("d", "d1"),
    ]);

    expect(sqs.requests).toEqual([
      ["a1", "b1", "c1", "d1"],
      ["b1", "d1"],
      ["b1", "d1"],
    ]);
    expect(bodies(sqs.accepted)).toEqual(["a1", "c1", "b1", "d1"]);
  });

  it("include those that it does not mention", async () => {
    sqs.play(({ body }, time) => (body === "b1" && time < 3 ? "omit" : "accept"));

    await sendInOrder(sqs.client, sqs.queueUrl, [fifoMessage("a", "a1"), fifoMessage("b", "b1")]);

    expect(sqs.requests).toEqual([["a1", "b1"], ["b1"], ["b1"]]);
    expect(bodies(sqs.accepted)).toEqual(["a1", "b1"]);
  });

  it("are never overtaken by a later message of their group", async () => {
    sqs.play(({ body }, time) => (body === "a1" && time < 3 ? "refuse" : "accept"));

    await sendInOrder(sqs.client, sqs.queueUrl, [
      fifoMessage("a", "a1"),
      fifoMessage("a", "a2"),
      fifoMessage("b", "b1"),
      fifoMessage("a", "a3"),
    ]);

    expect(bodies(sqs.accepted)).toEqual(["b1", "a1", "a2", "a3"]);
  });

  it("fail the whole after three attempts, with SQS's codes and no body", async () => {
    sqs.play(({ body }) => (body === "a1" ? "refuse" : "accept"));

    const failure = await failureOf([fifoMessage("a", "a1"), fifoMessage("a", "a2"), fifoMessage("b", "b1")]);

    expect(failure).toMatchObject({ unsent: 1, message: "1 messages could not be queued" });
    expect(failure?.cause).toBeInstanceOf(BatchEntriesRefusedError);
    expect(failure?.cause).toMatchObject({ message: "refused: InternalError" });
    expect(sqs.requests).toEqual([["a1", "b1"], ["a1"], ["a1"]]);
  });

  it("do not keep the other batches of their wave from being sent", async () => {
    sqs.play(({ body }) => (body === "3" ? "refuse" : "accept"));
    const people = Array.from({ length: 200 }, (_, index) => fifoMessage(`person ${index}`, String(index)));

    await failureOf(people);

    expect(bodies(sqs.accepted).sort()).toEqual(
      bodies(people)
        .filter((body) => body !== "3")
        .sort(),
    );
  });
});

describe("a connection that breaks", () => {
  it("fails the whole with its cause, and is left to the SDK to be tried again", async () => {
    sqs.play(() => "break");

    const failure = await failureOf([fifoMessage("a", "a1"), fifoMessage("a", "a2"), fifoMessage("b", "b1")]);

    expect(failure).toMatchObject({ unsent: 2 });
    expect(failure?.cause).toBeInstanceOf(Error);
    // The client of this test does not try again.
    expect(sqs.requests).toEqual([["a1", "b1"]]);
  });
});

describe("whatever SQS refuses", () => {
  const verdict = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Verdict>("accept") },
    { weight: 3, arbitrary: fc.constant<Verdict>("refuse") },
    { weight: 1, arbitrary: fc.constantFrom<Verdict>("break", "omit") },
  );

  it("leaves of each group what was first in it, in order and once, and all of it on success", async () => {
    await fc.assert(
      fc.asyncProperty(mixedGroups(16), fc.infiniteStream(verdict), async (messages, verdicts) => {
        sqs.play(() => verdicts.next().value);

        const failure = await failureOf(messages);

        const accepted = byGroup(sqs.accepted);
        for (const [group, sent] of byGroup(messages)) {
          const queued = bodies(accepted.get(group) ?? []);
          expect(bodies(sent).slice(0, queued.length)).toEqual(queued);
        }
        if (failure === undefined) expect(sqs.accepted).toHaveLength(messages.length);
        else expect(sqs.accepted.length).toBeLessThan(messages.length);
      }),
      { numRuns: 30 },
    );
  });
});
