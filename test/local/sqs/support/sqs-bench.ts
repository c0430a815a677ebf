import type { Message, ReceiveMessageRequest, SendMessageRequest } from "@aws-sdk/client-sqs";
import { seededIds } from "../../../../local/sqs/engine/ids.ts";
import { SqsEngine, type SqsEngineOptions } from "../../../../local/sqs/engine/sqs-engine.ts";
import { SqsError, type SqsErrorCode } from "../../../../local/sqs/engine/sqs-error.ts";

/** An engine whose clock stands still until it is told to move, and short ways to say what tests say often. */
export class SqsBench {
  readonly engine: SqsEngine;
  /** Epoch milliseconds. */
  now = Date.parse("2026-01-05T12:00:00Z");
  #sent = 0;

  constructor(options: SqsEngineOptions = {}) {
    this.engine = new SqsEngine({ clock: () => this.now, newId: seededIds("bench"), ...options });
  }

  pass(seconds: number): void {
    this.now += seconds * 1000;
  }

  /** @returns the queue's address */
  fifo(name: string, attributes: Readonly<Record<string, string>> = {}): string {
    return this.standard(`${name}.fifo`, { FifoQueue: "true", ...attributes });
  }

  standard(name: string, attributes: Readonly<Record<string, string>> = {}): string {
    this.engine.call("CreateQueue", { QueueName: name, Attributes: attributes });
    return this.engine.queueUrl(name);
  }

  /** Sends to a FIFO queue, under a deduplication id of its own unless one is given. */
  send(queueUrl: string, group: string, body: string, more: Partial<SendMessageRequest> = {}) {
    this.#sent += 1;
    return this.engine.call("SendMessage", {
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: `sent-${this.#sent}`,
      ...more,
    });
  }

  /** Receives up to ten. */
  receive(queueUrl: string, more: Partial<ReceiveMessageRequest> = {}): Message[] {
    const { Messages = [] } = this.engine.call("ReceiveMessage", {
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
      ...more,
    });
    return Messages;
  }

  bodies(queueUrl: string, more: Partial<ReceiveMessageRequest> = {}): string[] {
    return this.receive(queueUrl, more).map(({ Body = "" }) => Body);
  }

  remove(queueUrl: string, messages: readonly (Message | undefined)[]): void {
    for (const message of messages) {
      this.engine.call("DeleteMessage", { QueueUrl: queueUrl, ReceiptHandle: message?.ReceiptHandle });
    }
  }

  changeVisibility(queueUrl: string, message: Message | undefined, seconds: number): void {
    this.engine.call("ChangeMessageVisibility", {
      QueueUrl: queueUrl,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: seconds,
    });
  }

  arn(queueUrl: string): string {
    return this.engine.inspect(queueUrl).arn;
  }
}

/** What SQS answers a request that it refuses. */
export function refusalOf(act: () => unknown): { code: SqsErrorCode; message: string } | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof SqsError) return { code: error.code, message: error.message };
    throw error;
  }
  return undefined;
}
