import { describe, expect, it } from "vitest";
import { ConnectionLostError, type Fault, type FaultCall } from "../../../local/sqs/engine/faults.ts";
import { refusalOf, SqsBench } from "./support/sqs-bench.ts";

/** An engine that meets the faults on the next requests of an action, one after the other. */
function benchWith(action: FaultCall["action"], ...faults: Fault[]) {
  const seen: FaultCall[] = [];
  const bench = new SqsBench({
    faults: (call) => {
      if (call.action !== action) return undefined;
      seen.push(call);
      return faults.shift();
    },
  });
  return { bench, queue: bench.fifo("orders"), seen };
}

describe("A fault", () => {
  it("refuses a request, and nothing was done", () => {
    const { bench, queue, seen } = benchWith(
      "SendMessage",
      { fault: "refuse" },
      { fault: "refuse", code: "RequestThrottled" },
    );
    expect(refusalOf(() => bench.send(queue, "ana", "a1"))?.code).toBe("ServiceUnavailable");
    expect(refusalOf(() => bench.send(queue, "ana", "a2"))?.code).toBe("RequestThrottled");
    bench.send(queue, "ana", "a3");
    expect(bench.bodies(queue)).toEqual(["a3"]);
    expect(seen[1]).toMatchObject({ action: "SendMessage", request: { MessageBody: "a2" } });
  });

  it("fails a request that took effect", () => {
    const { bench, queue } = benchWith("DeleteMessage", { fault: "applyThenFail", code: "InternalError" });
    bench.send(queue, "ana", "a1");
    const messages = bench.receive(queue);
    expect(refusalOf(() => bench.remove(queue, messages))?.code).toBe("InternalError");
    expect(bench.engine.messages(queue)).toEqual([]);
  });

  it("breaks the connection before or after a request took effect", () => {
    const { bench, queue } = benchWith("ReceiveMessage", { fault: "drop" }, { fault: "applyThenDrop" });
    bench.send(queue, "ana", "a1");
    expect(() => bench.receive(queue)).toThrow(ConnectionLostError);
    expect(bench.engine.inspect(queue)).toMatchObject({ available: 1, inFlight: 0 });
    expect(() => bench.receive(queue)).toThrow(ConnectionLostError);
    expect(bench.engine.inspect(queue)).toMatchObject({ available: 0, inFlight: 1 });
  });

  it("refuses some entries of a batch, and the others take effect", () => {
    const { bench, queue } = benchWith(
      "SendMessageBatch",
      { fault: "refuseEntries", ids: ["1"] },
      { fault: "refuseEntries", ids: ["0", "1", "2"], code: "RequestThrottled" },
    );
    const Entries = ["0", "1", "2"].map((Id) => ({
      Id,
      MessageBody: Id,
      MessageGroupId: "ana",
      MessageDeduplicationId: Id,
    }));
    const first = bench.engine.call("SendMessageBatch", { QueueUrl: queue, Entries });
    expect(first.Successful?.map(({ Id }) => Id)).toEqual(["0", "2"]);
    expect(first.Failed).toMatchObject([{ Id: "1", Code: "InternalError", SenderFault: false }]);
    const second = bench.engine.call("SendMessageBatch", { QueueUrl: queue, Entries });
    expect(second.Successful).toEqual([]);
    expect(second.Failed?.map(({ Code }) => Code)).toEqual([
      "RequestThrottled",
      "RequestThrottled",
      "RequestThrottled",
    ]);
    expect(bench.bodies(queue)).toEqual(["0", "2"]);
  });

  it("lets a receive get fewer messages, or none", () => {
    const { bench, queue } = benchWith(
      "ReceiveMessage",
      { fault: "receiveAtMost", count: 0 },
      { fault: "receiveAtMost", count: 1 },
    );
    for (const body of ["a1", "a2"]) bench.send(queue, "ana", body);
    expect(bench.bodies(queue)).toEqual([]);
    expect(bench.bodies(queue)).toEqual(["a1"]);
    expect(bench.engine.inspect(queue)).toMatchObject({ available: 1, inFlight: 1 });
  });

  it("delivers a message of a standard queue twice, and does no such thing to a FIFO queue", () => {
    const { bench, queue } = benchWith(
      "ReceiveMessage",
      { fault: "deliverAgain" },
      { fault: "deliverAgain" },
    );
    const jobs = bench.standard("jobs");
    bench.engine.call("SendMessage", { QueueUrl: jobs, MessageBody: "job" });
    expect(bench.bodies(jobs)).toEqual(["job"]);
    expect(() => bench.bodies(queue)).toThrow(TypeError);
    expect(bench.bodies(jobs)).toEqual(["job"]);
    expect(bench.bodies(jobs)).toEqual([]);
  });

  it("can be no fault of that kind for an action without entries", () => {
    const { bench, queue } = benchWith("SendMessage", { fault: "refuseEntries", ids: ["0"] });
    expect(() => bench.send(queue, "ana", "a1")).toThrow(TypeError);
    expect(bench.engine.messages(queue)).toEqual([]);
  });
});
