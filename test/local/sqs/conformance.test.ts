import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageRequest,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageRequest,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { clientSettings } from "../../../local/runtime/aws-account.ts";
import { SqsEngine } from "../../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../../local/sqs/protocol/direct-client.ts";
import { createInProcessHandler } from "../../../local/sqs/protocol/in-process-handler.ts";
import { startSqs } from "../../../local/sqs/protocol/start-sqs.ts";

interface Backend {
  readonly client: SQSClient;
  stop(): Promise<void>;
}

/** What answers the same SDK client. */
const BACKENDS: readonly (readonly [name: string, start: () => Promise<Backend>])[] = [
  [
    "the engine over HTTP",
    async () => {
      const server = await startSqs(new SqsEngine());
      return { client: new SQSClient(clientSettings(server.url)), stop: server.stop };
    },
  ],
  [
    "the engine behind the SDK, without a socket",
    async () => {
      const requestHandler = createInProcessHandler(new SqsEngine());
      const client = new SQSClient({ ...clientSettings("http://sqs.local"), requestHandler });
      return { client, stop: async () => {} };
    },
  ],
  [
    "the engine in the SDK's place",
    async () => ({ client: createDirectClient(new SqsEngine()), stop: async () => {} }),
  ],
  [
    "fauxqs",
    async () => {
      const app = buildApp({ logger: false, defaultRegion: "us-east-1" });
      const url = await app.listen({ port: 0, host: "127.0.0.1" });
      return { client: new SQSClient(clientSettings(url)), stop: async () => app.close() };
    },
  ],
];

describe.each(BACKENDS)("As %s answers,", (_, start) => {
  let backend: Backend;
  let queues = 0;
  let sent = 0;

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(async () => {
    backend.client.destroy();
    await backend.stop();
  });

  async function fifo(attributes: Readonly<Record<string, string>> = {}, prefix = "queue"): Promise<string> {
    queues += 1;
    const { QueueUrl = "" } = await backend.client.send(
      new CreateQueueCommand({
        QueueName: `${prefix}-${queues}.fifo`,
        Attributes: { FifoQueue: "true", ...attributes },
      }),
    );
    return QueueUrl;
  }

  function send(QueueUrl: string, group: string, body: string, more: Partial<SendMessageRequest> = {}) {
    sent += 1;
    return backend.client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: `sent-${sent}`,
        ...more,
      }),
    );
  }

  async function receive(QueueUrl: string, more: Partial<ReceiveMessageRequest> = {}): Promise<Message[]> {
    const { Messages = [] } = await backend.client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
        ...more,
      }),
    );
    return Messages;
  }

  async function bodies(QueueUrl: string, more: Partial<ReceiveMessageRequest> = {}): Promise<string[]> {
    return (await receive(QueueUrl, more)).map(({ Body = "" }) => Body);
  }

  function remove(QueueUrl: string, message: Message | undefined) {
    return backend.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  }

  async function attributeOf(QueueUrl: string, name: "QueueArn" | "VisibilityTimeout" | "RedrivePolicy") {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] });
    return (await backend.client.send(command)).Attributes?.[name] ?? "";
  }

  it("a message is received as it was sent, with its attributes", async () => {
    const queue = await fifo();
    const attributes = {
      text: { DataType: "String", StringValue: "ñandú €" },
      count: { DataType: "Number", StringValue: "12" },
      bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 127, 255]) },
    };
    const answer = await send(queue, "ana", "¿qué tal?\n€", {
      MessageAttributes: attributes,
      MessageDeduplicationId: "id-1",
    });
    const [message] = await receive(queue);
    expect(message).toMatchObject({
      MessageId: answer.MessageId,
      Body: "¿qué tal?\n€",
      MD5OfBody: answer.MD5OfMessageBody,
      MD5OfMessageAttributes: answer.MD5OfMessageAttributes,
      MessageAttributes: attributes,
      Attributes: {
        MessageGroupId: "ana",
        MessageDeduplicationId: "id-1",
        ApproximateReceiveCount: "1",
        SequenceNumber: answer.SequenceNumber,
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
      },
    });
    expect(answer.SequenceNumber).toMatch(/^\d{20}$/);
  });

  it("only the attributes that are asked for are received", async () => {
    const queue = await fifo();
    const string = (StringValue: string) => ({ DataType: "String", StringValue });
    await send(queue, "ana", "x", {
      MessageAttributes: { a: string("1"), "b.c": string("2"), "b.d": string("3") },
    });
    const [message] = await receive(queue, {
      MessageAttributeNames: ["a", "b.*"],
      MessageSystemAttributeNames: ["SentTimestamp", "MessageGroupId"],
    });
    expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(["a", "b.c", "b.d"]);
    expect(Object.keys(message?.Attributes ?? {}).sort()).toEqual(["MessageGroupId", "SentTimestamp"]);
  });

  it("a group comes in the order in which it was sent, one batch at a time", async () => {
    const queue = await fifo();
    for (const body of ["a1", "a2", "a3"]) await send(queue, "ana", body);
    const received: string[] = [];
    for (let n = 0; n < 3; n++) {
      const [message] = await receive(queue, { MaxNumberOfMessages: 1 });
      received.push(message?.Body ?? "nothing");
      expect(await bodies(queue)).toEqual([]);
      await remove(queue, message);
    }
    expect(received).toEqual(["a1", "a2", "a3"]);
  });

  it("a batch holds messages of several groups", async () => {
    const queue = await fifo();
    for (const group of ["ana", "ben", "eva"]) await send(queue, group, group);
    expect((await bodies(queue)).sort()).toEqual(["ana", "ben", "eva"]);
  });

  it("a message that is given up comes back before those behind it, with its count", async () => {
    const queue = await fifo();
    for (const body of ["a1", "a2"]) await send(queue, "ana", body);
    const [message] = await receive(queue, { MaxNumberOfMessages: 1 });
    await backend.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const [again] = await receive(queue, { MaxNumberOfMessages: 1 });
    expect(again).toMatchObject({ Body: "a1", Attributes: { ApproximateReceiveCount: "2" } });
    expect(again?.ReceiptHandle).not.toBe(message?.ReceiptHandle);
  });

  it("a message comes back when its visibility timeout ends", async () => {
    const queue = await fifo({ VisibilityTimeout: "1" });
    await send(queue, "ana", "a1");
    await receive(queue);
    expect(await bodies(queue)).toEqual([]);
    expect(await bodies(queue, { WaitTimeSeconds: 10 })).toEqual(["a1"]);
  });

  it("a repetition is accepted, answered as the first, and goes nowhere", async () => {
    const queue = await fifo();
    const first = await send(queue, "ana", "hello", { MessageDeduplicationId: "same" });
    const second = await send(queue, "ana", "hello", { MessageDeduplicationId: "same" });
    expect(second).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    const [message] = await receive(queue);
    await remove(queue, message);
    await send(queue, "ana", "hello", { MessageDeduplicationId: "same" });
    expect(await bodies(queue)).toEqual([]);
  });

  it("a repetition is known by its body, where the queue says so", async () => {
    const queue = await fifo({ ContentBasedDeduplication: "true" });
    for (const body of ["ok", "ok", "other"]) {
      await send(queue, "ana", body, { MessageDeduplicationId: undefined });
    }
    const [first] = await receive(queue, { MaxNumberOfMessages: 1 });
    await remove(queue, first);
    expect([first?.Body, ...(await bodies(queue))]).toEqual(["ok", "other"]);
  });

  it("a batch is queued in order, without what cannot be", async () => {
    const queue = await fifo();
    const Entries = ["one", "\u0001", "three"].map((MessageBody, index) => ({
      Id: `${index}`,
      MessageBody,
      MessageGroupId: `group-${index}`,
      MessageDeduplicationId: `${index}`,
    }));
    const answer = await backend.client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }));
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(["0", "2"]);
    expect(answer.Failed).toMatchObject([{ Id: "1", Code: "InvalidMessageContents", SenderFault: true }]);
    expect(await bodies(queue)).toEqual(["one", "three"]);
  });

  it("a batch of receipt handles deletes, and hands back", async () => {
    const queue = await fifo();
    for (const group of ["ana", "ben"]) await send(queue, group, group);
    const messages = await receive(queue);
    const Entries = messages.map(({ Body, ReceiptHandle }) => ({
      Id: Body,
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    const byName = (name: string) => Entries.filter(({ Id }) => Id === name);
    const handedBack = await backend.client.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue, Entries: byName("ana") }),
    );
    const deleted = await backend.client.send(
      new DeleteMessageBatchCommand({ QueueUrl: queue, Entries: byName("ben") }),
    );
    expect([handedBack, deleted].map(({ Successful }) => Successful)).toEqual([
      [{ Id: "ana" }],
      [{ Id: "ben" }],
    ]);
    expect(await bodies(queue)).toEqual(["ana"]);
  });

  it("a message that was received too often becomes a dead letter", async () => {
    const deadLetters = await fifo({}, "dlq");
    const deadLetterTargetArn = await attributeOf(deadLetters, "QueueArn");
    const queue = await fifo({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }) });
    const { MessageId } = await send(queue, "ana", "poison");
    const [message] = await receive(queue);
    await backend.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect(await bodies(queue)).toEqual([]);
    expect(await receive(deadLetters)).toMatchObject([
      { MessageId, Body: "poison", Attributes: { MessageGroupId: "ana" } },
    ]);
  });

  it("a receive that waits gets what is sent meanwhile", async () => {
    const queue = await fifo();
    const waiting = bodies(queue, { WaitTimeSeconds: 20 });
    await send(queue, "ana", "at last");
    expect(await waiting).toEqual(["at last"]);
  });

  it("a receive that waits gets what a deleted message held back", async () => {
    const queue = await fifo();
    for (const body of ["a1", "a2"]) await send(queue, "ana", body);
    const [first] = await receive(queue, { MaxNumberOfMessages: 1 });
    const waiting = bodies(queue, { WaitTimeSeconds: 20 });
    await remove(queue, first);
    expect(await waiting).toEqual(["a2"]);
  });

  it("queues are found, changed, emptied and deleted", async () => {
    const queue = await fifo({}, "life");
    const name = queue.split("/").at(-1);
    expect(await backend.client.send(new GetQueueUrlCommand({ QueueName: name }))).toMatchObject({
      QueueUrl: queue,
    });
    const { QueueUrls } = await backend.client.send(new ListQueuesCommand({ QueueNamePrefix: "life" }));
    expect(QueueUrls).toEqual([queue]);

    await backend.client.send(
      new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: { VisibilityTimeout: "77" } }),
    );
    expect(await attributeOf(queue, "VisibilityTimeout")).toBe("77");
    await send(queue, "ana", "a1");
    await backend.client.send(new PurgeQueueCommand({ QueueUrl: queue }));
    expect(await bodies(queue)).toEqual([]);
    await backend.client.send(new DeleteQueueCommand({ QueueUrl: queue }));
    await expect(bodies(queue)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });

  it.each<[name: string, message: Partial<SendMessageRequest>]>([
    ["MissingParameter", { MessageGroupId: undefined }],
    ["InvalidParameterValue", { MessageDeduplicationId: undefined }],
    ["InvalidParameterValue", { DelaySeconds: 5 }],
    ["InvalidParameterValue", { MessageBody: "x".repeat(1024 * 1024 + 1) }],
    ["InvalidMessageContents", { MessageBody: "\u0000" }],
    ["QueueDoesNotExist", { QueueUrl: "http://localhost/000000000000/nothing.fifo" }],
  ])("a message is refused as SQS does: %s", async (name, message) => {
    const queue = await fifo();
    await expect(send(queue, "ana", "x", message)).rejects.toMatchObject({
      name: ending(name),
      $fault: "client",
    });
  });

  it.each([
    ["EmptyBatchRequest", 0, "a"],
    ["TooManyEntriesInBatchRequest", 11, "a"],
    ["InvalidBatchEntryId", 1, "a:"],
  ])("a batch is refused as SQS does: %s", async (name, count, prefix) => {
    const queue = await fifo();
    const Entries = Array.from({ length: count }, (_, index) => ({
      Id: `${prefix}${index}`,
      MessageBody: "x",
      MessageGroupId: "ana",
      MessageDeduplicationId: `${index}`,
    }));
    const command = new SendMessageBatchCommand({ QueueUrl: queue, Entries });
    await expect(backend.client.send(command)).rejects.toMatchObject({ name });
  });

  it("a receive is refused that asks for too much", async () => {
    const queue = await fifo();
    for (const wrong of [
      { MaxNumberOfMessages: 11 },
      { VisibilityTimeout: 43_201 },
      { WaitTimeSeconds: 21 },
    ]) {
      await expect(receive(queue, wrong)).rejects.toMatchObject({ name: ending("InvalidParameterValue") });
    }
  });

  it("a receive that is called off leaves the messages to others", async () => {
    const queue = await fifo();
    const leaving = new AbortController();
    const command = new ReceiveMessageCommand({ QueueUrl: queue, WaitTimeSeconds: 20 });
    const waiting = backend.client.send(command, { abortSignal: leaving.signal });
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(async () => {
      await send(queue, "ana", "a1");
      expect(await bodies(queue)).toContain("a1");
    });
  });
});

/** fauxqs puts what SQS puts before some codes alone before all of them. */
function ending(name: string): unknown {
  return expect.stringMatching(new RegExp(`${name}$`));
}
