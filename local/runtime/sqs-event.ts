import type { Message } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSMessageAttribute, SQSRecord, SQSRecordAttributes } from "aws-lambda";
import * as z from "zod/mini";

const messageSchema = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string(),
  MD5OfMessageAttributes: z.optional(z.string()),
  Attributes: z.looseObject({
    ApproximateReceiveCount: z.string(),
    ApproximateFirstReceiveTimestamp: z.string(),
    SentTimestamp: z.string(),
    SenderId: z.string(),
  }),
  MessageAttributes: z.optional(
    z.record(
      z.string(),
      z.object({
        DataType: z.string(),
        StringValue: z.optional(z.string()),
        BinaryValue: z.optional(z.instanceof(Uint8Array)),
      }),
    ),
  ),
});
type ReceivedMessage = z.infer<typeof messageSchema>;

/** Where the messages came from. */
export interface EventSource {
  readonly queueArn: string;
  readonly region: string;
}

/**
 * Received messages as Lambda hands them to a function.
 * Shape: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function toSqsEvent(messages: readonly Message[], source: EventSource): SQSEvent {
  return { Records: messages.map((message) => toRecord(messageSchema.parse(message), source)) };
}

function toRecord(message: ReceivedMessage, { queueArn, region }: EventSource): SQSRecord {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes satisfies SQSRecordAttributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, toAttribute(value)]),
    ),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes !== undefined && {
      md5OfMessageAttributes: message.MD5OfMessageAttributes,
    }),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

type ReceivedAttribute = NonNullable<ReceivedMessage["MessageAttributes"]>[string];

function toAttribute({ DataType, StringValue, BinaryValue }: ReceivedAttribute): SQSMessageAttribute {
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}
