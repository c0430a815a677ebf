import { describe, expect, it } from "vitest";
import { refusalOf, SqsBench } from "./support/sqs-bench.ts";

const DAY = 24 * 60 * 60;

function redrivePolicy(
  bench: SqsBench,
  deadLetters: string,
  maxReceiveCount: number,
): Record<string, string> {
  return {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: bench.arn(deadLetters), maxReceiveCount }),
  };
}

function fifoPair(maxReceiveCount: number, attributes: Readonly<Record<string, string>> = {}) {
  const bench = new SqsBench();
  const deadLetters = bench.fifo("orders-dlq", attributes);
  const queue = bench.fifo("orders", redrivePolicy(bench, deadLetters, maxReceiveCount));
  return { bench, queue, deadLetters };
}

describe("A message that was received as often as the redrive policy allows", () => {
  it("goes to the dead-letter queue at the next receive, which gets what is behind it", () => {
    const { bench, queue, deadLetters } = fifoPair(2);
    bench.send(queue, "ana", "poison");
    for (const count of ["1", "2"]) {
      const [message] = bench.receive(queue, { VisibilityTimeout: 0 });
      expect(message?.Attributes?.ApproximateReceiveCount).toBe(count);
    }
    bench.send(queue, "ana", "fine");
    expect(bench.engine.messages(deadLetters)).toEqual([]);
    expect(bench.bodies(queue)).toEqual(["fine"]);
    expect(bench.bodies(deadLetters)).toEqual(["poison"]);
  });

  it("keeps id, body, attributes, group and receive count, and says where it comes from", () => {
    const { bench, queue, deadLetters } = fifoPair(1);
    const attribute = { DataType: "String", StringValue: "http-422" };
    const sent = bench.send(queue, "ana", "poison", { MessageAttributes: { reason: attribute } });
    bench.receive(queue, { VisibilityTimeout: 0 });
    bench.pass(60);
    bench.receive(queue);

    const [letter] = bench.receive(deadLetters);
    expect(letter).toMatchObject({
      MessageId: sent.MessageId,
      Body: "poison",
      MessageAttributes: { reason: attribute },
      Attributes: {
        MessageGroupId: "ana",
        ApproximateReceiveCount: "2",
        DeadLetterQueueSourceArn: bench.arn(queue),
        // Its id takes the place of its deduplication id, and its age begins anew.
        MessageDeduplicationId: sent.MessageId,
        SentTimestamp: String(bench.now),
      },
    });
    expect(BigInt(letter?.Attributes?.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(sent.SequenceNumber ?? 0));
  });

  it("joins another one that had the same deduplication id", () => {
    const { bench, queue, deadLetters } = fifoPair(1);
    for (const body of ["first", "second"]) {
      bench.send(queue, "ana", body, { MessageDeduplicationId: "same" });
      bench.receive(queue, { VisibilityTimeout: 0 });
      bench.receive(queue);
      bench.pass(300);
    }
    expect(bench.bodies(deadLetters)).toEqual(["first", "second"]);
  });

  it("stays where it is if the dead-letter queue is gone, or is the queue itself", () => {
    const { bench, queue, deadLetters } = fifoPair(1);
    bench.send(queue, "ana", "poison");
    bench.receive(queue, { VisibilityTimeout: 0 });
    bench.engine.call("DeleteQueue", { QueueUrl: deadLetters });
    expect(bench.bodies(queue, { VisibilityTimeout: 0 })).toEqual(["poison"]);
    bench.engine.call("SetQueueAttributes", { QueueUrl: queue, Attributes: redrivePolicy(bench, queue, 1) });
    expect(bench.bodies(queue)).toEqual(["poison"]);
  });

  it("keeps its time of sending in a standard queue, and is kept by it", () => {
    const bench = new SqsBench();
    const deadLetters = bench.standard("jobs-dlq", { MessageRetentionPeriod: String(4 * DAY) });
    const queue = bench.standard("jobs", redrivePolicy(bench, deadLetters, 1));
    bench.engine.call("SendMessage", { QueueUrl: queue, MessageBody: "job" });
    const sentAt = bench.now;
    bench.pass(DAY);
    bench.receive(queue, { VisibilityTimeout: 0 });
    bench.receive(queue);

    expect(bench.engine.messages(deadLetters)).toMatchObject([{ body: "job", sentAt, receiveCount: 1 }]);
    bench.pass(3 * DAY);
    expect(bench.engine.messages(deadLetters)).toEqual([]);
  });
});

describe("A redrive policy", () => {
  it("is refused if the dead-letter queue is missing, of the other kind, or does not allow it", () => {
    const bench = new SqsBench();
    const standard = bench.standard("jobs-dlq");
    const closed = bench.fifo("closed-dlq", { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
    const picky = bench.fifo("picky-dlq", {
      RedriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: ["arn:aws:sqs:us-east-1:000000000000:chosen.fifo"],
      }),
    });
    for (const target of [standard, closed, picky]) {
      const refusal = refusalOf(() => bench.fifo("orders", redrivePolicy(bench, target, 5)));
      expect(refusal?.code).toBe("InvalidParameterValue");
    }
    bench.fifo("chosen", redrivePolicy(bench, picky, 5));
    expect(bench.engine.queues().map(({ name }) => name)).not.toContain("orders.fifo");
  });

  it.each([
    ["no JSON", "{"],
    ["no target", '{"maxReceiveCount":3}'],
    ["no count", '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dlq.fifo"}'],
    [
      "a count of 0",
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dlq.fifo","maxReceiveCount":0}',
    ],
    [
      "a count of 1001",
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dlq.fifo","maxReceiveCount":1001}',
    ],
    [
      "a target that does not exist",
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:x.fifo","maxReceiveCount":3}',
    ],
  ])("is refused with %s", (_, policy) => {
    const bench = new SqsBench();
    bench.fifo("dlq");
    const refusal = refusalOf(() => bench.fifo("orders", { RedrivePolicy: policy }));
    expect(refusal?.code).toBe("InvalidParameterValue");
  });

  it("can be taken away, and takes its count as text too", () => {
    const { bench, queue, deadLetters } = fifoPair(1);
    const policy = { deadLetterTargetArn: bench.arn(deadLetters), maxReceiveCount: "2" };
    bench.engine.call("SetQueueAttributes", {
      QueueUrl: queue,
      Attributes: { RedrivePolicy: JSON.stringify(policy) },
    });
    const sources = () =>
      bench.engine.call("ListDeadLetterSourceQueues", { QueueUrl: deadLetters }).queueUrls;
    expect(sources()).toEqual([queue]);
    bench.engine.call("SetQueueAttributes", { QueueUrl: queue, Attributes: { RedrivePolicy: "" } });
    expect(sources()).toEqual([]);
  });
});

describe("Retention", () => {
  it("ends for what is visible, delayed and in flight alike", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { MessageRetentionPeriod: "60", VisibilityTimeout: "3600" });
    bench.send(queue, "ana", "a1");
    bench.pass(5);
    bench.send(queue, "ben", "b1");
    const [held] = bench.receive(queue, { MaxNumberOfMessages: 1 });
    bench.pass(54.999);
    expect(bench.engine.messages(queue)).toHaveLength(2);
    bench.pass(0.001);
    expect(bench.engine.messages(queue).map(({ body }) => body)).toEqual(["b1"]);
    bench.remove(queue, [held]);
    bench.pass(5);
    expect(bench.engine.messages(queue)).toEqual([]);
  });

  it("frees a group when the message in flight that held it is gone, and counts anew when it is changed", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { VisibilityTimeout: "3600" });
    bench.send(queue, "ana", "a1");
    bench.receive(queue);
    bench.pass(30);
    bench.send(queue, "ana", "a2");
    bench.pass(30);
    bench.engine.call("SetQueueAttributes", {
      QueueUrl: queue,
      Attributes: { MessageRetentionPeriod: "60" },
    });
    expect(bench.bodies(queue)).toEqual(["a2"]);
  });
});
