import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "vitest";
import { clientSettings } from "../../../local/runtime/aws-account.ts";
import type { Fault } from "../../../local/sqs/engine/faults.ts";
import { SqsEngine, type SqsEngineOptions } from "../../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../../local/sqs/protocol/direct-client.ts";
import { createInProcessHandler } from "../../../local/sqs/protocol/in-process-handler.ts";
import { startSqs } from "../../../local/sqs/protocol/start-sqs.ts";

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

async function serve(options: SqsEngineOptions = {}) {
  const engine = new SqsEngine(options);
  const server = await startSqs(engine);
  started.push(server);
  const post = (target: string | undefined, body: string) =>
    fetch(server.url, {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.0", ...(target && { "x-amz-target": target }) },
      body,
    });
  return { engine, server, post };
}

const ORDERS = { QueueName: "orders.fifo", Attributes: { FifoQueue: "true" } };
const message = { MessageBody: "hello", MessageGroupId: "ana", MessageDeduplicationId: "1" };

describe("The protocol", () => {
  it("answers JSON, and addresses below the one that the caller used", async () => {
    const { server, post } = await serve();
    const response = await post("AmazonSQS.CreateQueue", JSON.stringify(ORDERS));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.0");
    expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({ QueueUrl: `${server.url}/000000000000/orders.fifo` });
  });

  it.each([
    [
      "AmazonSQS.SendMessage",
      { QueueUrl: "x" },
      400,
      "com.amazonaws.sqs#QueueDoesNotExist",
      "AWS.SimpleQueueService.NonExistentQueue;Sender",
    ],
    [
      "AmazonSQS.SendMessage",
      {},
      400,
      "com.amazon.coral.service#MissingRequiredParameterException",
      "MissingParameter;Sender",
    ],
    [
      "AmazonSQS.SendMessage",
      { QueueUrl: 5 },
      400,
      "com.amazon.coral.service#SerializationException",
      "MalformedInput;Sender",
    ],
    [
      "AmazonSQS.PlayMessage",
      {},
      404,
      "com.amazon.coral.service#UnknownOperationException",
      "InvalidAction;Sender",
    ],
    [
      "AmazonSQS.toString",
      {},
      404,
      "com.amazon.coral.service#UnknownOperationException",
      "InvalidAction;Sender",
    ],
    [undefined, {}, 404, "com.amazon.coral.service#UnknownOperationException", "InvalidAction;Sender"],
    [
      "AmazonSQS.CreateQueue",
      { QueueName: "a b" },
      400,
      "com.amazon.coral.service#InvalidParameterValueException",
      "InvalidParameterValue;Sender",
    ],
    [
      "AmazonSQS.ListMessageMoveTasks",
      { SourceArn: "arn:aws:sqs:x" },
      404,
      "com.amazonaws.sqs#ResourceNotFoundException",
      "ResourceNotFoundException;Sender",
    ],
  ])("answers errors in SQS's form: %s %j", async (target, request, status, type, header) => {
    const { post } = await serve();
    const response = await post(target, JSON.stringify(request));
    expect(response.status).toBe(status);
    expect(response.headers.get("x-amzn-query-error")).toBe(header);
    expect(await response.json()).toEqual({ __type: type, message: expect.any(String) });
  });

  it.each(["{", "[]", '"text"', "null"])("answers what is no request with an error: %s", async (body) => {
    const { post } = await serve();
    const response = await post("AmazonSQS.ListQueues", body);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { __type: "com.amazon.coral.service#SerializationException" },
    ]);
  });

  it("lets the SDK see its own errors", async () => {
    const { server } = await serve();
    for (const client of [new SQSClient(clientSettings(server.url)), createDirectClient(new SqsEngine())]) {
      const error: unknown = await client
        .send(new ReceiveMessageCommand({ QueueUrl: "x" }))
        .catch((reason) => reason);
      expect(error).toBeInstanceOf(QueueDoesNotExist);
      expect(error).toMatchObject({
        Code: "AWS.SimpleQueueService.NonExistentQueue",
        $metadata: { httpStatusCode: 400 },
      });
      client.destroy();
    }
  });
});

/** Three ways to an engine, each with faults on the next sends. */
const CLIENTS = [
  [
    "over HTTP",
    async (options: SqsEngineOptions) => {
      const { engine, server } = await serve(options);
      return { engine, client: new SQSClient(clientSettings(server.url)) };
    },
  ],
  [
    "in process",
    async (options: SqsEngineOptions) => {
      const engine = new SqsEngine(options);
      const requestHandler = createInProcessHandler(engine);
      return {
        engine,
        client: new SQSClient({ ...clientSettings("http://sqs.local:9324"), requestHandler }),
      };
    },
  ],
  [
    "directly",
    async (options: SqsEngineOptions) => {
      const engine = new SqsEngine(options);
      return { engine, client: createDirectClient(engine) };
    },
  ],
] as const;

describe.each(CLIENTS)("A client %s", (_, start) => {
  it.each<[Fault["fault"]]>([["refuse"], ["applyThenFail"], ["drop"], ["applyThenDrop"]])(
    "sends again when a request fails (%s), and the message is queued once",
    async (fault) => {
      let left = 1;
      const { engine, client } = await start({
        faults: ({ action }) => (action === "SendMessage" && left-- > 0 ? ({ fault } as Fault) : undefined),
      });
      const { QueueUrl } = await client.send(new CreateQueueCommand(ORDERS));
      const answer = await client.send(new SendMessageCommand({ QueueUrl, ...message }));
      expect(answer.$metadata.attempts).toBe(2);
      expect(engine.messages("orders.fifo").map(({ messageId }) => messageId)).toEqual([answer.MessageId]);
      client.destroy();
    },
  );

  it("gives up after three attempts", async () => {
    let requests = 0;
    const { engine, client } = await start({
      faults: ({ action }) => {
        if (action !== "SendMessage") return undefined;
        requests += 1;
        return { fault: "refuse" };
      },
    });
    const { QueueUrl } = await client.send(new CreateQueueCommand(ORDERS));
    await expect(client.send(new SendMessageCommand({ QueueUrl, ...message }))).rejects.toMatchObject({
      name: expect.stringContaining("ServiceUnavailable"),
      $fault: "server",
    });
    expect(requests).toBe(3);
    expect(engine.messages("orders.fifo")).toEqual([]);
    client.destroy();
  });

  it("does not wait when a fault leaves a receive empty", async () => {
    const { client } = await start({
      faults: ({ action }) =>
        action === "ReceiveMessage" ? { fault: "receiveAtMost", count: 0 } : undefined,
    });
    const { QueueUrl } = await client.send(new CreateQueueCommand(ORDERS));
    await client.send(new SendMessageCommand({ QueueUrl, ...message }));
    const answer = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(answer.Messages).toBeUndefined();
    client.destroy();
  });

  it("cannot do what the engine does not", async () => {
    const { client } = await start({});
    const { QueueUrl } = await client.send(new CreateQueueCommand(ORDERS));
    await expect(client.send(new TagQueueCommand({ QueueUrl, Tags: {} }))).rejects.toThrow(/not supported/);
    client.destroy();
  });
});

describe("Long polling in simulated time", () => {
  it("waits as long as the request says, or until something becomes visible, by the clock that it is given", async () => {
    let now = 0;
    const waits: number[] = [];
    const engine = new SqsEngine({ clock: () => now });
    const client = createDirectClient(engine, {
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        now += milliseconds;
      },
    });
    const { QueueUrl } = await client.send(
      new CreateQueueCommand({
        ...ORDERS,
        Attributes: { FifoQueue: "true", ReceiveMessageWaitTimeSeconds: "15" },
      }),
    );
    const receive = (WaitTimeSeconds?: number) =>
      client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, VisibilityTimeout: 7 }));
    expect((await receive()).Messages).toBeUndefined();
    expect((await receive(20)).Messages).toBeUndefined();
    expect((await receive(0)).Messages).toBeUndefined();

    await client.send(new SendMessageCommand({ QueueUrl, ...message }));
    expect((await receive(20)).Messages).toHaveLength(1);
    const { Messages: again = [] } = await receive(20);
    expect(waits).toEqual([15_000, 20_000, 7_000]);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again[0]?.ReceiptHandle }));
    expect(engine.messages("orders.fifo")).toEqual([]);
    client.destroy();
  });

  it("waits for less once a message in flight is to come back sooner", async () => {
    let now = 0;
    const waits: number[] = [];
    const engine = new SqsEngine({ clock: () => now });
    let handle: string | undefined;
    const client: SQSClient = createDirectClient(engine, {
      wait: async (milliseconds, signal) => {
        waits.push(milliseconds);
        const shorten = { QueueUrl, ReceiptHandle: handle, VisibilityTimeout: 1 };
        if (waits.length === 1) await client.send(new ChangeMessageVisibilityCommand(shorten));
        if (!signal.aborted) now += milliseconds;
      },
    });
    const { QueueUrl } = await client.send(new CreateQueueCommand(ORDERS));
    await client.send(new SendMessageCommand({ QueueUrl, ...message }));
    const first = await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 360 }));
    handle = first.Messages?.[0]?.ReceiptHandle;

    const again = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));

    expect(again.Messages).toHaveLength(1);
    expect(waits).toEqual([20_000, 1_000]);
    client.destroy();
  });
});
