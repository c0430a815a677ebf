import { describe, expect, it } from "vitest";
import { SqsEngine } from "../../../local/sqs/engine/sqs-engine.ts";
import { refusalOf, SqsBench } from "./support/sqs-bench.ts";

describe("Looking into a queue", () => {
  it("shows its depth, its age and its groups without receiving anything", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "a1");
    const sentAt = bench.now;
    bench.pass(5);
    for (const [group, body] of [
      ["ana", "a2"],
      ["ben", "b1"],
      ["eva", "e1"],
    ] as const)
      bench.send(queue, group, body);
    bench.receive(queue, { MaxNumberOfMessages: 1, VisibilityTimeout: 100 });
    bench.receive(queue, { MaxNumberOfMessages: 1, VisibilityTimeout: 50 });

    expect(bench.engine.inspect(queue)).toEqual({
      name: "orders.fifo",
      arn: "arn:aws:sqs:us-east-1:000000000000:orders.fifo",
      fifo: true,
      available: 2,
      inFlight: 2,
      delayed: 0,
      oldestSentAt: sentAt,
      groups: 3,
      blockedGroups: 1,
      nextVisibleAt: bench.now + 50_000,
    });
    expect(bench.engine.groups(queue)).toEqual([
      { groupId: "ana", inFlight: 1, waiting: 1, blocked: true },
      { groupId: "ben", inFlight: 1, waiting: 0, blocked: false },
      { groupId: "eva", inFlight: 0, waiting: 1, blocked: false },
    ]);
    expect(bench.engine.messages(queue)).toMatchObject([
      { body: "a1", state: "inFlight", receiveCount: 1, visibleAt: bench.now + 100_000 },
      { body: "a2", state: "available", receiveCount: 0, groupId: "ana", deduplicationId: "sent-2" },
      { body: "b1", state: "inFlight" },
      { body: "e1", state: "available" },
    ]);
    expect(bench.bodies(queue)).toEqual(["e1"]);
  });

  it("shows what time has changed meanwhile", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { VisibilityTimeout: "30", MessageRetentionPeriod: "60" });
    bench.send(queue, "ana", "a1");
    bench.receive(queue);
    bench.pass(30);
    expect(bench.engine.queues()).toMatchObject([{ name: "orders.fifo", available: 1, inFlight: 0 }]);
    bench.pass(30);
    expect(bench.engine.queues()).toMatchObject([{ available: 0 }]);
  });

  it("needs a queue that exists", () => {
    expect(refusalOf(() => new SqsBench().engine.inspect("nothing"))?.code).toBe("QueueDoesNotExist");
  });
});

describe("A simulator", () => {
  it("is told when something becomes visible, or expires", () => {
    const bench = new SqsBench();
    const orders = bench.fifo("orders", { VisibilityTimeout: "30", MessageRetentionPeriod: "120" });
    const turns = bench.fifo("turns", { DelaySeconds: "10" });
    expect(bench.engine.nextVisibleAt()).toBeUndefined();
    expect(bench.engine.nextEventAt()).toBeUndefined();

    const start = bench.now;
    bench.send(orders, "ana", "a1");
    expect(bench.engine.nextVisibleAt()).toBeUndefined();
    expect(bench.engine.nextEventAt()).toBe(start + 120_000);
    bench.receive(orders);
    bench.send(turns, "ana", "t1");
    expect(bench.engine.nextVisibleAt(orders)).toBe(start + 30_000);
    expect(bench.engine.nextVisibleAt()).toBe(start + 10_000);
  });

  it("is told when messages may be there to be received, until it no longer listens", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    let told = 0;
    const stop = bench.engine.onChange(queue, () => {
      told += 1;
    });
    bench.send(queue, "ana", "a1");
    const messages = bench.receive(queue);
    expect(told).toBe(1);
    bench.changeVisibility(queue, messages[0], 0);
    expect(told).toBe(2);
    stop();
    bench.send(queue, "ana", "a2");
    expect(told).toBe(2);
  });

  it("can end visibility timeouts at will", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    for (const group of ["ana", "ben"]) bench.send(queue, group, group);
    const [ana] = bench.receive(queue);
    expect(bench.engine.expireVisibility(queue, ({ groupId }) => groupId === "ana")).toBe(1);
    expect(refusalOf(() => bench.remove(queue, [ana]))?.code).toBe("InvalidParameterValue");
    expect(bench.bodies(queue)).toEqual(["ana"]);
    expect(bench.engine.expireVisibility(queue)).toBe(2);
  });

  it("gets the same ids and numbers for the same requests, run after run", () => {
    const run = () => {
      const bench = new SqsBench();
      const queue = bench.fifo("orders");
      return [bench.send(queue, "ana", "a1"), bench.send(queue, "ben", "b1"), bench.receive(queue)];
    };
    expect(run()).toEqual(run());
  });

  it("runs by the machine's clock, with ids of their own, unless it is told otherwise", () => {
    const [one, other] = [new SqsEngine(), new SqsEngine()].map((engine) => {
      engine.call("CreateQueue", { QueueName: "jobs" });
      const before = Date.now();
      const sent = engine.call("SendMessage", { QueueUrl: "jobs", MessageBody: "job" });
      expect(engine.messages("jobs")[0]?.sentAt).toBeGreaterThanOrEqual(before);
      return sent.MessageId;
    });
    expect(one).not.toBe(other);
  });
});
