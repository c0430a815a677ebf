import * as z from "zod/mini";
import type { ActionName } from "../engine/actions.ts";

/** Bytes travel in base64. */
const bytes = z.pipe(
  z.string(),
  z.transform((text) => new Uint8Array(Buffer.from(text, "base64"))),
);
const text = z.optional(z.string());
const integer = z.optional(z.int());
const texts = z.optional(z.array(z.string()));
const textMap = z.optional(z.record(z.string(), z.string()));
const queue = { QueueUrl: text };

const attributeMap = z.optional(
  z.record(
    z.string(),
    z.object({
      DataType: text,
      StringValue: text,
      BinaryValue: z.optional(bytes),
      StringListValues: texts,
      BinaryListValues: z.optional(z.array(bytes)),
    }),
  ),
);

const message = {
  MessageBody: text,
  DelaySeconds: integer,
  MessageAttributes: attributeMap,
  MessageSystemAttributes: attributeMap,
  MessageGroupId: text,
  MessageDeduplicationId: text,
};

function entriesOf<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.optional(z.array(z.object({ Id: text, ...shape })));
}

/**
 * The form of each action's request. What is missing or has a value that SQS does not allow is left to the engine,
 * which answers it as SQS does.
 */
export const REQUEST_SCHEMAS = {
  CancelMessageMoveTask: z.object({ TaskHandle: text }),
  ChangeMessageVisibility: z.object({ ...queue, ReceiptHandle: text, VisibilityTimeout: integer }),
  ChangeMessageVisibilityBatch: z.object({
    ...queue,
    Entries: entriesOf({ ReceiptHandle: text, VisibilityTimeout: integer }),
  }),
  CreateQueue: z.object({ QueueName: text, Attributes: textMap, tags: textMap }),
  DeleteMessage: z.object({ ...queue, ReceiptHandle: text }),
  DeleteMessageBatch: z.object({ ...queue, Entries: entriesOf({ ReceiptHandle: text }) }),
  DeleteQueue: z.object(queue),
  GetQueueAttributes: z.object({ ...queue, AttributeNames: texts }),
  GetQueueUrl: z.object({ QueueName: text, QueueOwnerAWSAccountId: text }),
  ListDeadLetterSourceQueues: z.object({ ...queue, MaxResults: integer, NextToken: text }),
  ListMessageMoveTasks: z.object({ SourceArn: text, MaxResults: integer }),
  ListQueues: z.object({ QueueNamePrefix: text, MaxResults: integer, NextToken: text }),
  PurgeQueue: z.object(queue),
  ReceiveMessage: z.object({
    ...queue,
    AttributeNames: texts,
    MessageSystemAttributeNames: texts,
    MessageAttributeNames: texts,
    MaxNumberOfMessages: integer,
    VisibilityTimeout: integer,
    WaitTimeSeconds: integer,
    ReceiveRequestAttemptId: text,
  }),
  SendMessage: z.object({ ...queue, ...message }),
  SendMessageBatch: z.object({ ...queue, Entries: entriesOf(message) }),
  SetQueueAttributes: z.object({ ...queue, Attributes: textMap }),
  StartMessageMoveTask: z.object({
    SourceArn: text,
    DestinationArn: text,
    MaxNumberOfMessagesPerSecond: integer,
  }),
} satisfies Record<ActionName, z.ZodMiniType>;
