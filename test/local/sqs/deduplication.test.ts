import { describe, expect, it } from "vitest";
import { refusalOf, SqsBench } from "./support/sqs-bench.ts";

describe("Deduplication", () => {
  it("accepts a message with a known id, answers as for the first, and delivers it no second time", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    const first = bench.send(queue, "ana", "hello", { MessageDeduplicationId: "same" });
    const second = bench.send(queue, "ben", "bonjour", { MessageDeduplicationId: "same" });

    expect(second).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(second.MD5OfMessageBody).not.toBe(first.MD5OfMessageBody);
    expect(bench.bodies(queue)).toEqual(["hello"]);
  });

  it("knows an id for five minutes from its first sending, also when the message was received and deleted", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "first", { MessageDeduplicationId: "same" });
    bench.remove(queue, bench.receive(queue));

    bench.pass(299);
    bench.send(queue, "ana", "second", { MessageDeduplicationId: "same" });
    expect(bench.bodies(queue)).toEqual([]);

    bench.pass(1);
    bench.send(queue, "ana", "third", { MessageDeduplicationId: "same" });
    expect(bench.bodies(queue)).toEqual(["third"]);
  });

  it("tells groups apart if its scope is the message group", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", {
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
    });
    for (const [group, body] of [
      ["ana", "a1"],
      ["ben", "b1"],
      ["ana", "a2"],
    ] as const) {
      bench.send(queue, group, body, { MessageDeduplicationId: "same" });
    }
    expect(bench.bodies(queue)).toEqual(["a1", "b1"]);
  });

  it("goes by the body alone if the queue says so and no id is given", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { ContentBasedDeduplication: "true" });
    const send = (body: string, more = {}) =>
      bench.engine.call("SendMessage", {
        QueueUrl: queue,
        MessageBody: body,
        MessageGroupId: "ana",
        ...more,
      });
    const attribute = { DataType: "String", StringValue: "x" };
    send("ok");
    send("ok", { MessageAttributes: { some: attribute } });
    send("ok", { MessageDeduplicationId: "another" });
    // SHA-256 of "ok": an id that is given can be the one that was made.
    send("anything", {
      MessageDeduplicationId: "2689367b205c16ce32ed4200942b8b8b1e262dfc70d9bc9fbc77c49699a4f1df",
    });

    expect(bench.bodies(queue)).toEqual(["ok", "ok"]);
  });

  it("works inside a batch too, and across batches", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    const entry = (id: string, body: string, deduplicationId: string) => ({
      Id: id,
      MessageBody: body,
      MessageGroupId: "ana",
      MessageDeduplicationId: deduplicationId,
    });
    const entries = [entry("0", "one", "1"), entry("1", "one again", "1"), entry("2", "two", "2")];
    const { Successful: sent = [] } = bench.engine.call("SendMessageBatch", {
      QueueUrl: queue,
      Entries: entries,
    });
    bench.engine.call("SendMessageBatch", { QueueUrl: queue, Entries: entries });

    expect(sent[1]?.MessageId).toBe(sent[0]?.MessageId);
    expect(bench.bodies(queue)).toEqual(["one", "two"]);
  });

  it("does not remember a message that was refused", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    const refusal = refusalOf(() => bench.send(queue, "ana", "\u0000", { MessageDeduplicationId: "same" }));
    expect(refusal?.code).toBe("InvalidMessageContents");
    bench.send(queue, "ana", "fine", { MessageDeduplicationId: "same" });
    expect(bench.bodies(queue)).toEqual(["fine"]);
  });

  it("forgets everything when the queue is purged", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "before", { MessageDeduplicationId: "same" });
    bench.engine.call("PurgeQueue", { QueueUrl: queue });
    bench.send(queue, "ana", "after", { MessageDeduplicationId: "same" });
    expect(bench.bodies(queue)).toEqual(["after"]);
  });
});
