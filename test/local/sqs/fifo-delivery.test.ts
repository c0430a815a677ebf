import { describe, expect, it } from "vitest";
import { SqsBench } from "./support/sqs-bench.ts";

describe("A FIFO queue", () => {
  it("hands out up to ten messages of one group in one batch, in order", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    for (let n = 1; n <= 12; n++) bench.send(queue, "ana", `${n}`);

    expect(bench.bodies(queue)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  });

  it("fills a batch with other groups, each in its own order", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "a1");
    bench.send(queue, "ben", "b1");
    bench.send(queue, "ana", "a2");
    bench.send(queue, "ben", "b2");

    expect(bench.bodies(queue)).toEqual(["a1", "a2", "b1", "b2"]);
  });

  it("hands out no more of a group while a message of it is in flight, but of other groups", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    for (const body of ["a1", "a2", "a3"]) bench.send(queue, "ana", body);
    bench.send(queue, "ben", "b1");

    const [first, second] = bench.receive(queue, { MaxNumberOfMessages: 2 });
    expect([first?.Body, second?.Body]).toEqual(["a1", "a2"]);
    expect(bench.bodies(queue)).toEqual(["b1"]);

    bench.remove(queue, [first]);
    expect(bench.bodies(queue)).toEqual([]);

    bench.remove(queue, [second]);
    expect(bench.bodies(queue)).toEqual(["a3"]);
  });

  it("does not hand out a message that is sent while its group is in flight", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "a1");
    const held = bench.receive(queue);
    bench.send(queue, "ana", "a2");

    expect(bench.bodies(queue)).toEqual([]);
    bench.remove(queue, held);
    expect(bench.bodies(queue)).toEqual(["a2"]);
  });

  it("puts messages back in their places when their visibility timeout ends", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { VisibilityTimeout: "30" });
    for (const body of ["a1", "a2", "a3", "a4"]) bench.send(queue, "ana", body);
    bench.receive(queue, { MaxNumberOfMessages: 3 });

    bench.pass(29.999);
    expect(bench.bodies(queue)).toEqual([]);
    bench.pass(0.001);
    expect(bench.bodies(queue)).toEqual(["a1", "a2", "a3", "a4"]);
  });

  it("lets groups take turns", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    for (const group of ["ana", "ben"]) for (const n of [1, 2]) bench.send(queue, group, `${group}${n}`);
    const order: string[] = [];
    for (let n = 0; n < 4; n++) {
      const [message] = bench.receive(queue, { MaxNumberOfMessages: 1 });
      order.push(message?.Body ?? "nothing");
      bench.remove(queue, [message]);
    }
    expect(order).toEqual(["ana1", "ben1", "ana2", "ben2"]);
  });

  it("hands a batch out again at once when it was received with a visibility timeout of 0", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    for (const [group, body] of [
      ["ana", "a1"],
      ["ben", "b1"],
      ["ben", "b2"],
      ["eva", "e1"],
      ["ana", "a2"],
    ] as const) {
      bench.send(queue, group, body);
    }
    expect(bench.bodies(queue, { MaxNumberOfMessages: 3, VisibilityTimeout: 0 })).toEqual(["a1", "a2", "b1"]);
    expect(bench.bodies(queue, { VisibilityTimeout: 0 })).toEqual(["e1", "a1", "a2", "b1", "b2"]);
  });

  it("numbers its messages with 20 digits, each number greater than the one before", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    const numbers = ["ana", "ben", "ana"].map((group) => bench.send(queue, group, "x").SequenceNumber ?? "");

    expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
    expect(numbers).toEqual([...new Set(numbers)].sort());
    expect(
      bench
        .receive(queue)
        .map(({ Attributes = {} }) => Attributes.SequenceNumber)
        .sort(),
    ).toEqual(numbers);
  });

  it("keeps new messages back for its delay, and applies a new delay to those that it already has", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { DelaySeconds: "60" });
    bench.send(queue, "ana", "a1");
    bench.pass(10);
    bench.send(queue, "ana", "a2");
    expect(bench.engine.inspect(queue)).toMatchObject({ available: 0, delayed: 2 });

    bench.engine.call("SetQueueAttributes", { QueueUrl: queue, Attributes: { DelaySeconds: "20" } });
    bench.pass(9.999);
    expect(bench.bodies(queue)).toEqual([]);
    bench.pass(0.001);
    expect(bench.bodies(queue, { VisibilityTimeout: 0 })).toEqual(["a1"]);
    bench.pass(10);
    expect(bench.bodies(queue)).toEqual(["a1", "a2"]);
  });

  it("hands out nothing more, and says nothing, when as much is in flight as may be", () => {
    const bench = new SqsBench({ inFlightLimits: { fifo: 3 } });
    const queue = bench.fifo("orders");
    for (let n = 1; n <= 5; n++) bench.send(queue, `group-${n}`, `${n}`);

    const held = bench.receive(queue);
    expect(held).toHaveLength(3);
    expect(bench.bodies(queue)).toEqual([]);
    bench.remove(queue, held.slice(0, 1));
    expect(bench.bodies(queue)).toEqual(["4"]);
  });
});

describe("What a message in flight holds back", () => {
  /** Three messages of one group are received together; then the one at the position stays hidden for longer. */
  function extendOne(groupHold: "group" | "successors", position: number) {
    const bench = new SqsBench({ groupHold });
    const queue = bench.fifo("orders", { VisibilityTimeout: "1" });
    for (const body of ["foo", "bar", "baz"]) bench.send(queue, "ana", body);
    bench.changeVisibility(queue, bench.receive(queue)[position], 4);
    bench.pass(2);
    return { bench, queue };
  }

  it.each([0, 1, 2])("is the whole group, as documented, whichever message it is (%i)", (position) => {
    const { bench, queue } = extendOne("group", position);
    expect(bench.bodies(queue)).toEqual([]);
    bench.pass(2);
    expect(bench.bodies(queue)).toEqual(["foo", "bar", "baz"]);
  });

  // As SQS itself was seen to answer.
  it.each([
    [0, []],
    [1, ["foo"]],
    [2, ["foo", "bar"]],
  ])("is only what comes after it, if the engine is told so (%i)", (position, expected) => {
    const { bench, queue } = extendOne("successors", position);
    expect(bench.bodies(queue)).toEqual(expected);
  });

  it("is what comes after it also when an earlier message is handed back and the later one is not", () => {
    const bench = new SqsBench({ groupHold: "successors" });
    const queue = bench.fifo("orders");
    for (const body of ["a1", "a2"]) bench.send(queue, "ana", body);
    bench.send(queue, "ben", "b1");
    const [first] = bench.receive(queue, { MaxNumberOfMessages: 2 });
    bench.changeVisibility(queue, first, 0);

    expect(bench.bodies(queue, { MaxNumberOfMessages: 3 })).toEqual(["b1", "a1"]);
  });
});
