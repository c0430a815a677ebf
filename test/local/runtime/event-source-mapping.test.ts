import { ChangeMessageVisibilityCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { Context, SQSEvent } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { QueueSettings } from "../../../lib/resources.ts";
import { readBacklog } from "../../../local/queues/backlog.ts";
import {
  type EventSourceMapping,
  startEventSourceMapping,
} from "../../../local/runtime/event-source-mapping.ts";
import { createLambda } from "../../../local/runtime/lambda.ts";
import { startQueues } from "../../queues/start-fauxqs.ts";
import { eventually } from "../../support/eventually.ts";
import { PATIENT } from "../../support/patience.ts";

vi.setConfig(PATIENT);

const SETTINGS: QueueSettings = {
  name: "work.fifo",
  deadLetterName: "work-dlq.fifo",
  visibilityTimeout: 60,
  retention: 3600,
  maxReceiveCount: 3,
  consumer: { batchSize: 10, timeout: 10, maxConcurrency: 2, reportBatchItemFailures: true },
};
const SOURCE = { queueArn: "arn:aws:sqs:us-east-1:000000000000:work.fifo", region: "us-east-1" };

type Handler = (event: SQSEvent, context: Context) => Promise<unknown>;

let queues: Awaited<ReturnType<typeof startQueues>>;
let mapping: EventSourceMapping | undefined;
let errors: unknown[];

beforeEach(async () => {
  errors = [];
  queues = await startQueues([SETTINGS]);
});

afterEach(async () => {
  await mapping?.stop();
  mapping = undefined;
  await queues.stop();
});

function consume(handler: Handler, timeout = SETTINGS.consumer.timeout): void {
  mapping = startEventSourceMapping({
    sqs: queues.client,
    queueUrl: queues.queueUrl(SETTINGS.name),
    source: SOURCE,
    consumer: SETTINGS.consumer,
    lambda: createLambda({ name: "worker", timeout, coldStart: () => handler }),
    onError: (error) => errors.push(error),
  });
}

async function send(groupId: string, body: string, attributes: Record<string, string> = {}): Promise<void> {
  await queues.client.send(
    new SendMessageCommand({
      QueueUrl: queues.queueUrl(SETTINGS.name),
      MessageBody: body,
      MessageGroupId: groupId,
      MessageDeduplicationId: `${groupId}-${body}`,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
      ),
    }),
  );
}

const backlog = () => readBacklog(queues.client, queues.queueUrl(SETTINGS.name));
const EMPTY = { waiting: 0, inFlight: 0 };
const bodies = (event: SQSEvent) => event.Records.map((record) => record.body);

describe("the local event source mapping", () => {
  it("hands over records in Lambda's shape, and deletes what was handled", async () => {
    const events: SQSEvent[] = [];
    await send("g", "hello", { reason: "why" });
    consume(async (event) => {
      events.push(event);
    });
    await eventually(async () => expect(await backlog()).toEqual(EMPTY));
    expect(events).toHaveLength(1);
    expect(events[0]?.Records).toEqual([
      {
        messageId: expect.any(String),
        receiptHandle: expect.any(String),
        body: "hello",
        attributes: {
          ApproximateReceiveCount: "1",
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d+$/),
          SentTimestamp: expect.stringMatching(/^\d+$/),
          SenderId: expect.any(String),
          SequenceNumber: expect.stringMatching(/^\d+$/),
          MessageGroupId: "g",
          MessageDeduplicationId: "g-hello",
        },
        messageAttributes: {
          reason: { stringValue: "why", stringListValues: [], binaryListValues: [], dataType: "String" },
        },
        md5OfBody: "5d41402abc4b2a76b9719d911017c592",
        md5OfMessageAttributes: expect.any(String),
        eventSource: "aws:sqs",
        eventSourceARN: SOURCE.queueArn,
        awsRegion: SOURCE.region,
      },
    ]);
    expect(errors).toEqual([]);
  });

  it("puts conversations together in a batch", async () => {
    const batches: string[][] = [];
    for (const group of ["a", "b", "c"]) await send(group, group);
    consume(async (event) => {
      batches.push(bodies(event));
    });
    await eventually(() => expect(batches).toEqual([["a", "b", "c"]]));
  });

  it("deletes only what a partial answer leaves out, and the rest comes back in its group's order", async () => {
    const handled: string[] = [];
    let failures = 2;
    for (const body of ["1", "2"]) await send("failing", body);
    await send("fine", "3");
    consume(async (event) => {
      const fails = bodies(event).includes("1") && failures-- > 0;
      const failing = event.Records.filter((record) => fails && record.body !== "3");
      handled.push(...bodies(event).filter((body) => body === "3" || !fails));
      await Promise.all(failing.map((record) => reappear(record.receiptHandle)));
      return { batchItemFailures: failing.map((record) => ({ itemIdentifier: record.messageId })) };
    });
    await eventually(async () => expect(await backlog()).toEqual(EMPTY));
    expect(handled.filter((body) => body === "3")).toEqual(["3"]);
    expect(handled.filter((body) => body !== "3")).toEqual(["1", "2"]);
    expect(failures).toBeLessThanOrEqual(0);
  });

  it.each<[string, Handler]>([
    ["throws", () => Promise.reject(new Error("as it happens"))],
    ["names a message that was not in the batch", async () => failing("unknown")],
  ])("deletes nothing of a batch when the function %s", async (_, handler) => {
    let invocations = 0;
    for (const group of ["a", "b"]) await send(group, group);
    consume(async (event, context) => {
      invocations += 1;
      return await handler(event, context);
    });
    await eventually(() => expect(invocations).toBe(1));
    await mapping?.stop();
    expect(await backlog()).toEqual({ waiting: 0, inFlight: 2 });
  });

  it("treats a batch that takes too long as failed, and goes on with the next", async () => {
    const handled: string[] = [];
    await send("slow", "slow");
    consume(async (event) => {
      if (bodies(event).includes("slow")) await new Promise(() => {});
      handled.push(...bodies(event));
    }, 0.05);
    await eventually(() => expect(errors).toEqual([expect.objectContaining({ name: "LambdaTimeoutError" })]));
    await send("quick", "quick");
    await eventually(() => expect(handled).toEqual(["quick"]));
    await mapping?.stop();
    expect(await backlog()).toEqual({ waiting: 0, inFlight: 1 });
  });

  it("handles a group one batch at a time, in order, and others meanwhile", async () => {
    const order: string[] = [];
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    for (const body of ["1", "2", "3"]) await send("a", body);
    consume(async (event) => {
      started.resolve();
      if (bodies(event).includes("1")) await gate.promise;
      order.push(...bodies(event));
    });
    await started.promise;
    await send("b", "meanwhile");
    await eventually(() => expect(order).toEqual(["meanwhile"]));
    gate.resolve();
    await eventually(() => expect(order).toEqual(["meanwhile", "1", "2", "3"]));
  });

  it("runs no more batches at once than it may", async () => {
    const gate = Promise.withResolvers<void>();
    let running = 0;
    let most = 0;
    consume(async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
    });
    for (const group of ["a", "b", "c", "d"]) await send(group, group);
    await eventually(() => expect(running).toBe(SETTINGS.consumer.maxConcurrency));
    gate.resolve();
    await eventually(async () => expect(await backlog()).toEqual(EMPTY));
    expect(most).toBe(SETTINGS.consumer.maxConcurrency);
  });

  it("leaves what fails too often to the queue's redrive policy", async () => {
    await send("g", "poison");
    consume(async (event) => {
      await Promise.all(event.Records.map((record) => reappear(record.receiptHandle)));
      throw new Error("again");
    });
    const deadLetters = queues.queueUrl(SETTINGS.deadLetterName);
    await eventually(async () =>
      expect(await readBacklog(queues.client, deadLetters)).toEqual({ waiting: 1, inFlight: 0 }),
    );
    expect(errors).toHaveLength(SETTINGS.maxReceiveCount);
  });

  it("waits for the batch under way when it is stopped, and takes nothing more", async () => {
    const handled: string[] = [];
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    await send("g", "1");
    consume(async (event) => {
      started.resolve();
      await gate.promise;
      handled.push(...bodies(event));
    });
    await started.promise;
    await send("g", "2");
    const stopped = mapping?.stop();
    gate.resolve();
    await stopped;
    expect(handled).toEqual(["1"]);
    // A receive that was under way may have been answered just before it was given up; nothing is lost by that.
    const { waiting, inFlight } = await backlog();
    expect(waiting + inFlight).toBe(1);
  });

  it("asks an empty queue by long polls alone", async () => {
    const waits: (number | undefined)[] = [];
    queues.client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === "ReceiveMessageCommand" && "WaitTimeSeconds" in args.input) {
          waits.push(args.input.WaitTimeSeconds);
        }
        return await next(args);
      },
      { step: "initialize" },
    );
    consume(async () => undefined);
    await eventually(() => expect(waits).toEqual([20]));
    await send("g", "wakes-it-up");
    await eventually(async () => expect(await backlog()).toEqual(EMPTY));
    await eventually(() => expect(waits).toEqual([20, 20]));
  });

  it("reports a queue that does not answer, and can be stopped all the same", async () => {
    await queues.stop();
    consume(async () => undefined);
    await eventually(() => expect(errors).not.toEqual([]));
  });
});

function failing(messageId: string) {
  return { batchItemFailures: [{ itemIdentifier: messageId }] };
}

/** Ends a message's visibility timeout, as the sync Lambda does when it wants a message back. */
async function reappear(receiptHandle: string): Promise<void> {
  await queues.client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queues.queueUrl(SETTINGS.name),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    }),
  );
}
