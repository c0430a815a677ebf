import { describe, expect, it } from "vitest";
import { refusalOf, SqsBench } from "./support/sqs-bench.ts";

describe("A queue", () => {
  it("has the attributes of SQS, with its defaults", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { ContentBasedDeduplication: "True" });
    const seconds = String(bench.now / 1000);
    expect(
      bench.engine.call("GetQueueAttributes", { QueueUrl: queue, AttributeNames: ["All"] }).Attributes,
    ).toEqual({
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesDelayed: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      ContentBasedDeduplication: "true",
      CreatedTimestamp: seconds,
      DeduplicationScope: "queue",
      DelaySeconds: "0",
      FifoQueue: "true",
      FifoThroughputLimit: "perQueue",
      LastModifiedTimestamp: seconds,
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      QueueArn: "arn:aws:sqs:us-east-1:000000000000:orders.fifo",
      ReceiveMessageWaitTimeSeconds: "0",
      SqsManagedSseEnabled: "true",
      VisibilityTimeout: "30",
    });
  });

  it("counts what is visible, in flight and delayed; what its group holds back is visible", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    for (const group of ["ana", "ben", "eva"])
      for (const n of [1, 2]) bench.send(queue, group, `${group}${n}`);
    bench.receive(queue, { MaxNumberOfMessages: 1 });
    bench.receive(queue, { MaxNumberOfMessages: 1 });
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    expect(
      bench.engine.call("GetQueueAttributes", { QueueUrl: queue, AttributeNames: [...names] }).Attributes,
    ).toEqual({
      ApproximateNumberOfMessages: "4",
      ApproximateNumberOfMessagesNotVisible: "2",
    });
  });

  it("is found again when it is created again as it is, and not as another", () => {
    const bench = new SqsBench();
    const create = (Attributes: Record<string, string>) =>
      bench.engine.call("CreateQueue", { QueueName: "orders.fifo", Attributes }).QueueUrl;
    const url = create({ FifoQueue: "true", VisibilityTimeout: "60" });
    expect(create({ FifoQueue: "true", VisibilityTimeout: "60", DelaySeconds: "0" })).toBe(url);
    expect(create({ FifoQueue: "true" })).toBe(url);
    expect(refusalOf(() => create({ FifoQueue: "true", VisibilityTimeout: "61" }))).toEqual({
      code: "QueueNameExists",
      message:
        "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
    });
  });

  it.each([
    ["orders", { FifoQueue: "true" }, "InvalidParameterValue"],
    ["orders.fifo", {}, "InvalidParameterValue"],
    ["with space", {}, "InvalidParameterValue"],
    ["x".repeat(81), {}, "InvalidParameterValue"],
    [`${"x".repeat(76)}.fifo`, { FifoQueue: "true" }, "InvalidParameterValue"],
    ["", {}, "MissingParameter"],
    ["jobs", { FifoQueue: "false" }, "InvalidAttributeName"],
    ["jobs", { ContentBasedDeduplication: "true" }, "InvalidAttributeName"],
    ["jobs", { DeduplicationScope: "queue" }, "InvalidAttributeName"],
    ["jobs", { Color: "red" }, "InvalidAttributeName"],
    ["jobs", { VisibilityTimeout: "43201" }, "InvalidAttributeValue"],
    ["jobs", { VisibilityTimeout: "1.5" }, "InvalidAttributeValue"],
    ["jobs", { DelaySeconds: "901" }, "InvalidAttributeValue"],
    ["jobs", { MessageRetentionPeriod: "59" }, "InvalidAttributeValue"],
    ["jobs", { MaximumMessageSize: "1048577" }, "InvalidAttributeValue"],
    ["jobs", { ReceiveMessageWaitTimeSeconds: "21" }, "InvalidAttributeValue"],
    ["q.fifo", { FifoQueue: "true", DeduplicationScope: "group" }, "InvalidAttributeValue"],
    ["q.fifo", { FifoQueue: "true", FifoThroughputLimit: "perMessageGroupId" }, "InvalidAttributeValue"],
  ])("cannot be created as %s with %j: %s", (name, attributes, code) => {
    const bench = new SqsBench();
    expect(refusalOf(() => bench.standard(name, attributes))?.code).toBe(code);
    expect(bench.engine.queues()).toEqual([]);
  });

  it("has a throughput limit for each group only as long as it deduplicates in each group", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    const set = (Attributes: Record<string, string>) =>
      refusalOf(() => bench.engine.call("SetQueueAttributes", { QueueUrl: queue, Attributes }))?.code;
    expect(set({ FifoThroughputLimit: "perMessageGroupId" })).toBe("InvalidAttributeValue");
    expect(
      set({ FifoThroughputLimit: "perMessageGroupId", DeduplicationScope: "messageGroup" }),
    ).toBeUndefined();
    expect(set({ DeduplicationScope: "queue" })).toBe("InvalidAttributeValue");
  });

  it("cannot become a queue of the other kind", () => {
    const bench = new SqsBench();
    const [fifo, standard] = [bench.fifo("orders"), bench.standard("jobs")];
    for (const [queue, code] of [
      [fifo, "InvalidAttributeValue"],
      [standard, "InvalidAttributeName"],
    ] as const) {
      const change = { QueueUrl: queue, Attributes: { FifoQueue: "false" } };
      expect(refusalOf(() => bench.engine.call("SetQueueAttributes", change))?.code).toBe(code);
    }
  });

  it("is reached by its address, on whatever host, and by its name", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send("http://localhost:9324/000000000000/orders.fifo", "ana", "a1");
    bench.send("orders.fifo", "ana", "a2");
    expect(bench.bodies(queue)).toEqual(["a1", "a2"]);
    expect(bench.engine.call("GetQueueUrl", { QueueName: "orders.fifo" })).toEqual({ QueueUrl: queue });
    expect(refusalOf(() => bench.bodies("orders"))).toEqual({
      code: "QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
    expect(refusalOf(() => bench.engine.call("GetQueueUrl", { QueueName: "orders" }))?.code).toBe(
      "QueueDoesNotExist",
    );
  });

  it("is gone with its messages when it is deleted, and its name is free a minute later", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "a1");
    bench.engine.call("DeleteQueue", { QueueUrl: queue });
    expect(refusalOf(() => bench.bodies(queue))?.code).toBe("QueueDoesNotExist");
    bench.pass(59);
    expect(refusalOf(() => bench.fifo("orders"))?.code).toBe("QueueDeletedRecently");
    bench.pass(1);
    bench.fifo("orders");
    expect(bench.engine.messages(queue)).toEqual([]);
  });

  it("loses everything when it is purged, once a minute at most", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    for (const group of ["ana", "ana", "ben"]) bench.send(queue, group, "x");
    const held = bench.receive(queue, { MaxNumberOfMessages: 1 });
    const purge = () => bench.engine.call("PurgeQueue", { QueueUrl: queue });
    purge();
    expect(bench.engine.inspect(queue)).toMatchObject({ available: 0, inFlight: 0, groups: 0 });
    bench.remove(queue, held);
    expect(refusalOf(purge)).toEqual({
      code: "PurgeQueueInProgress",
      message: "Only one PurgeQueue operation on orders.fifo is allowed every 60 seconds.",
    });
    bench.pass(60);
    purge();
  });
});

describe("A list of queues", () => {
  it("comes by name, by prefix, and in pages for those who ask for pages", () => {
    const bench = new SqsBench();
    for (const name of ["turns", "sync", "sync-dlq", "other"]) bench.standard(name);
    const list = (request: {
      QueueNamePrefix?: string;
      MaxResults?: number;
      NextToken?: string | undefined;
    }) => {
      const { QueueUrls = [], NextToken } = bench.engine.call("ListQueues", request);
      return { names: QueueUrls.map((url) => url.split("/").at(-1)), NextToken };
    };
    expect(list({})).toEqual({ names: ["other", "sync", "sync-dlq", "turns"], NextToken: undefined });
    expect(list({ QueueNamePrefix: "sync" }).names).toEqual(["sync", "sync-dlq"]);
    const first = list({ MaxResults: 3 });
    expect(first.names).toEqual(["other", "sync", "sync-dlq"]);
    expect(list({ MaxResults: 3, NextToken: first.NextToken })).toEqual({
      names: ["turns"],
      NextToken: undefined,
    });
    expect(refusalOf(() => list({ MaxResults: 1001 }))?.code).toBe("InvalidParameterValue");
  });
});

describe("A standard queue", () => {
  it("hands out everything that is visible, whatever is in flight, and refuses when too much is", () => {
    const bench = new SqsBench({ inFlightLimits: { standard: 2 } });
    const queue = bench.standard("jobs");
    for (const body of ["1", "2", "3"]) {
      bench.engine.call("SendMessage", { QueueUrl: queue, MessageBody: body, MessageGroupId: "same" });
    }
    const taken = [bench.receive(queue, { MaxNumberOfMessages: 1 }), bench.receive(queue)].flat();
    expect(taken.map(({ Body }) => Body)).toEqual(["1", "2"]);
    expect(taken[0]?.Attributes).not.toHaveProperty("SequenceNumber");
    expect(refusalOf(() => bench.receive(queue))?.code).toBe("OverLimit");
    bench.remove(queue, taken);
    expect(bench.bodies(queue)).toEqual(["3"]);
  });
});
