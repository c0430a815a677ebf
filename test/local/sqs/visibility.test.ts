import type { Message } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { refusalOf, SqsBench } from "./support/sqs-bench.ts";

const HALF_DAY = 12 * 60 * 60;

describe("Visibility of messages in flight", () => {
  it("comes back when a consumer gives a message up with a timeout of 0", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "a1");
    const [message] = bench.receive(queue);
    bench.changeVisibility(queue, message, 0);

    const [again] = bench.receive(queue);
    expect(again?.MessageId).toBe(message?.MessageId);
    expect(again?.ReceiptHandle).not.toBe(message?.ReceiptHandle);
    expect(again?.Attributes?.ApproximateReceiveCount).toBe("2");
  });

  it("counts a new timeout from the moment of the change, and only for this receipt", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { VisibilityTimeout: "60" });
    bench.send(queue, "ana", "a1");
    const [message] = bench.receive(queue);
    bench.pass(15);
    bench.changeVisibility(queue, message, 10);
    bench.pass(10);
    expect(bench.bodies(queue)).toEqual(["a1"]);

    bench.pass(59);
    expect(bench.bodies(queue)).toEqual([]);
    bench.pass(1);
    expect(bench.bodies(queue)).toEqual(["a1"]);
  });

  it("can be put off to twelve hours after the receipt, and no further", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "a1");
    const [message] = bench.receive(queue);
    bench.changeVisibility(queue, message, HALF_DAY);
    bench.pass(3600);
    bench.changeVisibility(queue, message, HALF_DAY - 3600);

    expect(refusalOf(() => bench.changeVisibility(queue, message, HALF_DAY - 3599))).toEqual({
      code: "InvalidParameterValue",
      message:
        "Value 39601 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is " +
        "beyond the limit [43200 seconds]",
    });
    expect(refusalOf(() => bench.changeVisibility(queue, message, HALF_DAY + 1))?.code).toBe(
      "InvalidParameterValue",
    );
    expect(refusalOf(() => bench.changeVisibility(queue, message, -1))?.code).toBe("InvalidParameterValue");
  });

  it("cannot be changed in a FIFO queue once the timeout has ended, nor for a deleted message", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { VisibilityTimeout: "1" });
    bench.send(queue, "ana", "a1");
    const [expired] = bench.receive(queue);
    bench.pass(1);
    expect(refusalOf(() => bench.changeVisibility(queue, expired, 5))?.code).toBe("MessageNotInflight");

    const [deleted] = bench.receive(queue);
    bench.remove(queue, [deleted]);
    expect(refusalOf(() => bench.changeVisibility(queue, deleted, 5))).toEqual({
      code: "InvalidParameterValue",
      message:
        `Value ${deleted?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or ` +
        "is not available for visibility timeout change.",
    });
  });

  it("can be changed in a standard queue also after the timeout has ended", () => {
    const bench = new SqsBench();
    const queue = bench.standard("jobs", { VisibilityTimeout: "1" });
    bench.engine.call("SendMessage", { QueueUrl: queue, MessageBody: "job" });
    const [message] = bench.receive(queue);
    bench.pass(2);
    bench.changeVisibility(queue, message, 5);
    expect(bench.bodies(queue)).toEqual([]);
    bench.pass(5);
    expect(bench.bodies(queue)).toEqual(["job"]);
  });

  it("changes for each entry of a batch by itself", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "a1");
    bench.send(queue, "ben", "b1");
    const [ana, ben] = bench.receive(queue);
    bench.remove(queue, [ben]);
    const { Successful = [], Failed = [] } = bench.engine.call("ChangeMessageVisibilityBatch", {
      QueueUrl: queue,
      Entries: [
        { Id: "gone", ReceiptHandle: ben?.ReceiptHandle, VisibilityTimeout: 0 },
        { Id: "here", ReceiptHandle: ana?.ReceiptHandle, VisibilityTimeout: 0 },
        { Id: "never", ReceiptHandle: "nonsense", VisibilityTimeout: 0 },
      ],
    });
    expect(Successful.map(({ Id }) => Id)).toEqual(["here"]);
    expect(Failed.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
      ["gone", "InvalidParameterValue", true],
      ["never", "ReceiptHandleIsInvalid", true],
    ]);
    expect(bench.bodies(queue)).toEqual(["a1"]);
  });
});

describe("Deleting with a receipt handle", () => {
  it("fails in a FIFO queue once the visibility timeout has ended, received again or not", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { VisibilityTimeout: "1" });
    bench.send(queue, "ana", "a1");
    const [message] = bench.receive(queue);
    bench.pass(1);
    const expired = {
      code: "InvalidParameterValue",
      message: `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    };
    expect(refusalOf(() => bench.remove(queue, [message]))).toEqual(expired);
    const [again] = bench.receive(queue);
    expect(refusalOf(() => bench.remove(queue, [message]))).toEqual(expired);
    bench.remove(queue, [again]);
    expect(bench.engine.inspect(queue).inFlight).toBe(0);
  });

  it("fails so for an entry of a batch too, under another code", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { VisibilityTimeout: "0" });
    bench.send(queue, "ana", "a1");
    const [message] = bench.receive(queue);
    const entries = [{ Id: "0", ReceiptHandle: message?.ReceiptHandle }];
    expect(bench.engine.call("DeleteMessageBatch", { QueueUrl: queue, Entries: entries })).toEqual({
      Successful: [],
      Failed: [
        {
          Id: "0",
          Code: "ReceiptHandleIsInvalid",
          Message: "The receipt handle has expired",
          SenderFault: true,
        },
      ],
    });
    expect(bench.engine.inspect(queue).available).toBe(1);
  });

  it("works in a FIFO queue for as long as the timeout was extended", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { VisibilityTimeout: "1" });
    bench.send(queue, "ana", "a1");
    const [message] = bench.receive(queue);
    bench.changeVisibility(queue, message, 5);
    bench.pass(4.9);
    bench.remove(queue, [message]);
    expect(bench.engine.messages(queue)).toEqual([]);
  });

  it("works in a standard queue after the timeout, but not once the message was received again", () => {
    const bench = new SqsBench();
    const queue = bench.standard("jobs", { VisibilityTimeout: "1" });
    for (const body of ["job 1", "job 2"])
      bench.engine.call("SendMessage", { QueueUrl: queue, MessageBody: body });
    const [first, second] = bench.receive(queue);
    bench.pass(2);
    bench.remove(queue, [first]);
    expect(bench.bodies(queue)).toEqual(["job 2"]);
    bench.remove(queue, [second]);
    expect(bench.engine.inspect(queue).inFlight).toBe(1);
  });

  it("succeeds for a message that is gone, however often", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "a1");
    const [message] = bench.receive(queue);
    bench.remove(queue, [message, message, message]);
    expect(bench.engine.messages(queue)).toEqual([]);
  });

  it("fails for what is no handle, no handle of this queue, and none of a queue that had its name before", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    const other = bench.fifo("others");
    bench.send(other, "ana", "a1");
    const [message] = bench.receive(other);
    expect(refusalOf(() => bench.remove(queue, [{ ReceiptHandle: "garbage" }]))).toEqual({
      code: "ReceiptHandleIsInvalid",
      message: 'The input receipt handle "garbage" is not a valid receipt handle.',
    });
    expect(refusalOf(() => bench.remove(queue, [message]))?.code).toBe("ReceiptHandleIsInvalid");
    expect(refusalOf(() => bench.remove(queue, [{}]))?.code).toBe("MissingParameter");

    bench.engine.call("DeleteQueue", { QueueUrl: other });
    bench.pass(60);
    bench.fifo("others");
    expect(refusalOf(() => bench.remove(other, [message]))?.code).toBe("ReceiptHandleIsInvalid");
  });
});

describe("A receive that is repeated under its attempt id", () => {
  const attempt = { ReceiveRequestAttemptId: "attempt-1", VisibilityTimeout: 30 };

  it("gets the same messages under the same handles, hides them anew, and counts as one", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    for (const body of ["a1", "a2"]) bench.send(queue, "ana", body);
    const first = bench.receive(queue, attempt);
    bench.send(queue, "ben", "b1");
    bench.pass(20);
    expect(bench.receive(queue, attempt)).toEqual(first);
    bench.pass(20);
    expect(bench.bodies(queue, { VisibilityTimeout: 0 })).toEqual(["b1"]);
    bench.remove(queue, first);
    expect(bench.bodies(queue)).toEqual(["b1"]);
  });

  it("is a receive like any other once a message was deleted, changed, or visible again, or after 5 minutes", () => {
    const changes: ((bench: SqsBench, queue: string, message: Message) => void)[] = [
      (bench, queue, message) => bench.remove(queue, [message]),
      (bench, queue, message) => bench.changeVisibility(queue, message, 100),
      (bench, queue) => bench.engine.expireVisibility(queue),
      (bench) => bench.pass(300),
    ];
    for (const change of changes) {
      const bench = new SqsBench();
      const queue = bench.fifo("orders");
      bench.send(queue, "ana", "a1");
      bench.send(queue, "eva", "e1");
      const [ana] = bench.receive(queue, { ...attempt, MaxNumberOfMessages: 1, VisibilityTimeout: 1000 });
      change(bench, queue, ana ?? {});
      expect(bench.bodies(queue, { ...attempt, MaxNumberOfMessages: 1 })).toEqual(["e1"]);
    }
  });

  it("is not for standard queues", () => {
    const bench = new SqsBench();
    const queue = bench.standard("jobs");
    expect(refusalOf(() => bench.receive(queue, attempt))?.code).toBe("InvalidParameterValue");
  });
});
