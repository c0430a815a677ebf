import type { SQSClient } from "@aws-sdk/client-sqs";
import { drain } from "../queues/drain.ts";

export interface DeadLetter {
  readonly body: string;
  readonly groupId: string | undefined;
  /** The message attributes' values. */
  readonly told: Readonly<Record<string, string | undefined>>;
}

/** Takes all dead letters out of their queue. */
export async function drainDeadLetters(sqs: SQSClient, queueUrl: string): Promise<DeadLetter[]> {
  const messages = await drain(sqs, queueUrl);
  return messages.map(({ Body: body = "", Attributes: attributes, MessageAttributes: told = {} }) => ({
    body,
    groupId: attributes?.MessageGroupId,
    told: Object.fromEntries(Object.entries(told).map(([name, { StringValue }]) => [name, StringValue])),
  }));
}
