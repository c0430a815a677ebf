import { describe, expect, it } from "vitest";
import { refusalOf, SqsBench } from "./support/sqs-bench.ts";

/** A FIFO queue with dead letters of two groups, each of them moved there by SQS. */
function deadLetters(bodies: readonly (readonly [group: string, body: string])[]) {
  const bench = new SqsBench();
  const source = bench.fifo("orders-dlq");
  const policy = { deadLetterTargetArn: bench.arn(source), maxReceiveCount: 1 };
  const queue = bench.fifo("orders", { RedrivePolicy: JSON.stringify(policy) });
  for (const [group, body] of bodies) {
    bench.send(queue, group, body, { MessageAttributes: { n: { DataType: "Number", StringValue: "1" } } });
    bench.receive(queue, { VisibilityTimeout: 0 });
    bench.receive(queue);
  }
  return { bench, queue, source };
}

const FOUR = [
  ["ana", "a1"],
  ["ben", "b1"],
  ["ana", "a2"],
  ["ben", "b2"],
] as const;

describe("A message move task", () => {
  it("moves dead letters back to where they came from, as new messages", () => {
    const { bench, queue, source } = deadLetters(FOUR);
    const before = bench.engine.messages(source);
    bench.pass(100);
    const { TaskHandle } = bench.engine.call("StartMessageMoveTask", { SourceArn: bench.arn(source) });
    expect(TaskHandle).toEqual(expect.any(String));

    const moved = bench.receive(queue);
    expect(moved.map(({ Body }) => Body)).toEqual(["a1", "a2", "b1", "b2"]);
    for (const message of moved) {
      const { MessageId, Attributes = {} } = message;
      expect(before.map(({ messageId }) => messageId)).not.toContain(MessageId);
      expect(Attributes).toMatchObject({ ApproximateReceiveCount: "1", SentTimestamp: String(bench.now) });
      expect(Attributes.MessageDeduplicationId).toBe(MessageId);
      expect(Attributes).not.toHaveProperty("DeadLetterQueueSourceArn");
      expect(message.MessageAttributes).toEqual({ n: { DataType: "Number", StringValue: "1" } });
    }
    expect(bench.engine.call("ListMessageMoveTasks", { SourceArn: bench.arn(source) }).Results).toEqual([
      {
        Status: "COMPLETED",
        SourceArn: bench.arn(source),
        ApproximateNumberOfMessagesMoved: 4,
        ApproximateNumberOfMessagesToMove: 4,
        StartedTimestamp: bench.now,
      },
    ]);
  });

  it("keeps to its rate, the oldest message first, and lets the caller know when the next is due", () => {
    const { bench, queue, source } = deadLetters(FOUR);
    bench.engine.call("StartMessageMoveTask", {
      SourceArn: bench.arn(source),
      MaxNumberOfMessagesPerSecond: 1,
    });
    const bodies = () => bench.engine.messages(queue).map(({ body }) => body);
    expect(bodies()).toEqual(["a1"]);
    expect(bench.engine.nextVisibleAt(queue)).toBe(bench.now + 1000);
    bench.pass(1);
    expect(bodies()).toEqual(["a1", "b1"]);
    bench.pass(2);
    expect(bodies()).toEqual(["a1", "b1", "a2", "b2"]);
    expect(bench.engine.messages(queue).map(({ sentAt }) => bench.now - sentAt)).toEqual([
      3000, 2000, 1000, 0,
    ]);
  });

  it("can be cancelled while it runs, which leaves the rest, and not afterwards", () => {
    const { bench, queue, source } = deadLetters(FOUR);
    const start = { SourceArn: bench.arn(source), MaxNumberOfMessagesPerSecond: 1 };
    const { TaskHandle } = bench.engine.call("StartMessageMoveTask", start);
    bench.pass(1);
    expect(refusalOf(() => bench.engine.call("StartMessageMoveTask", start))?.message).toMatch(
      /^There is already a task/,
    );
    expect(bench.engine.call("ListMessageMoveTasks", start).Results).toMatchObject([
      { Status: "RUNNING", TaskHandle },
    ]);
    expect(bench.engine.call("CancelMessageMoveTask", { TaskHandle })).toEqual({
      ApproximateNumberOfMessagesMoved: 2,
    });
    bench.pass(10);
    expect(bench.engine.messages(queue)).toHaveLength(2);
    expect(bench.engine.messages(source)).toHaveLength(2);
    expect(refusalOf(() => bench.engine.call("CancelMessageMoveTask", { TaskHandle }))?.code).toBe(
      "InvalidParameterValue",
    );
    bench.engine.call("StartMessageMoveTask", { SourceArn: bench.arn(source) });
    const { Results: results = [] } = bench.engine.call("ListMessageMoveTasks", { ...start, MaxResults: 10 });
    expect(results.map(({ Status }) => Status)).toEqual(["COMPLETED", "CANCELLED"]);
  });

  it("moves everything to another queue of the same kind if it is told so", () => {
    const { bench, queue, source } = deadLetters(FOUR);
    const repaired = bench.fifo("repaired");
    bench.send(source, "eva", "put here by hand");
    bench.engine.call("StartMessageMoveTask", {
      SourceArn: bench.arn(source),
      DestinationArn: bench.arn(repaired),
    });
    expect(bench.engine.messages(repaired)).toHaveLength(5);
    expect(bench.engine.messages(queue)).toEqual([]);
  });

  it("fails at a message that was sent straight to the dead-letter queue, since nobody knows where it belongs", () => {
    const { bench, queue, source } = deadLetters([["ana", "a1"]]);
    bench.send(source, "ben", "put here by hand");
    bench.engine.call("StartMessageMoveTask", { SourceArn: bench.arn(source) });
    expect(bench.engine.call("ListMessageMoveTasks", { SourceArn: bench.arn(source) }).Results).toMatchObject(
      [
        {
          Status: "FAILED",
          FailureReason: "CouldNotDetermineMessageSource",
          ApproximateNumberOfMessagesMoved: 1,
        },
      ],
    );
    expect(bench.engine.messages(queue)).toHaveLength(1);
    expect(bench.engine.messages(source)).toHaveLength(1);
  });

  it("fails when the queue that messages are to go to is deleted meanwhile", () => {
    const { bench, queue, source } = deadLetters(FOUR);
    bench.engine.call("StartMessageMoveTask", {
      SourceArn: bench.arn(source),
      MaxNumberOfMessagesPerSecond: 1,
    });
    bench.engine.call("DeleteQueue", { QueueUrl: queue });
    bench.pass(1);
    expect(bench.engine.call("ListMessageMoveTasks", { SourceArn: bench.arn(source) }).Results).toMatchObject(
      [{ Status: "FAILED", FailureReason: "AWS.SimpleQueueService.NonExistentQueue" }],
    );
    expect(bench.engine.messages(source)).toHaveLength(3);
  });

  it("leaves what somebody is just receiving, and what is behind it in its group", () => {
    const { bench, queue, source } = deadLetters(FOUR);
    bench.receive(source, { MaxNumberOfMessages: 1 });
    bench.engine.call("StartMessageMoveTask", { SourceArn: bench.arn(source) });
    expect(bench.engine.messages(queue).map(({ body }) => body)).toEqual(["b1", "b2"]);
    expect(bench.engine.messages(source).map(({ body }) => body)).toEqual(["a1", "a2"]);
  });

  it("is refused for a queue that is nobody's dead-letter queue, and for queues that do not exist", () => {
    const { bench, queue, source } = deadLetters([]);
    const start = (SourceArn: string, DestinationArn?: string) =>
      refusalOf(() => bench.engine.call("StartMessageMoveTask", { SourceArn, DestinationArn }));
    const nowhere = "arn:aws:sqs:us-east-1:000000000000:nowhere.fifo";
    const standard = bench.arn(bench.standard("jobs"));

    expect(start(bench.arn(queue))?.message).toBe("Source queue must be configured as a Dead Letter Queue.");
    expect(start(nowhere)?.code).toBe("ResourceNotFoundException");
    expect(start(bench.arn(source), nowhere)?.code).toBe("ResourceNotFoundException");
    expect(start(bench.arn(source), standard)?.code).toBe("InvalidParameterValue");
    expect(
      refusalOf(() => bench.engine.call("CancelMessageMoveTask", { TaskHandle: "foobar" }))?.message,
    ).toBe("Value for parameter TaskHandle is invalid.");
  });
});
