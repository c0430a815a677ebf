import type {
  SendMessageBatchRequest,
  SendMessageBatchRequestEntry,
  SendMessageBatchResult,
  SendMessageRequest,
  SendMessageResult,
} from "@aws-sdk/client-sqs";
import { checkEntries, forEachEntry } from "./batch.ts";
import { digestOfAttributes, digestOfBody } from "./digests.ts";
import { MAX_MESSAGE_BYTES } from "./limits.ts";
import { checkAttributes, readTraceHeader } from "./message-attributes.ts";
import { checkBody, checkSize, sizeOf } from "./message-contents.ts";
import type { Queue, SentBefore } from "./queue.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import { checkFifoEntry, deduplicationKey, readDelay, readFifoFields } from "./send-parameters.ts";
import { SqsError } from "./sqs-error.ts";

/** What one message and one entry of a batch have in common. */
type Outgoing = Omit<SendMessageRequest, "QueueUrl">;

interface Sent extends SendMessageResult {
  MessageId: string;
  MD5OfMessageBody: string;
}

/** @throws {SqsError} */
export function sendMessage(registry: QueueRegistry, request: SendMessageRequest): SendMessageResult {
  return send(registry, registry.resolve(request.QueueUrl), request);
}

/**
 * Sends up to ten messages, in the order of the entries.
 *
 * @throws {SqsError} for what concerns the whole request; an entry that is refused alone is in Failed
 */
export function sendMessageBatch(
  registry: QueueRegistry,
  request: SendMessageBatchRequest,
): SendMessageBatchResult {
  const queue = registry.resolve(request.QueueUrl);
  const entries = checkEntries(request.Entries);
  checkBatchSize(entries);
  if (queue.fifo) for (const entry of entries) checkFifoEntry(queue, entry);
  return forEachEntry(entries, (entry) => send(registry, queue, entry));
}

/**
 * A message that was sent before, going by its deduplication id, is accepted and goes nowhere.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html
 */
function send(registry: QueueRegistry, queue: Queue, message: Outgoing): Sent {
  const { MessageBody: body } = message;
  checkBody(body);
  const attributes = checkAttributes(message.MessageAttributes);
  checkSize(sizeOf(body, attributes), queue.secondsOf("MaximumMessageSize"));
  const delay = readDelay(queue, message.DelaySeconds);
  const fields = readFifoFields(queue, message, body);
  const traceHeader = readTraceHeader(message.MessageSystemAttributes);
  const digests = { bodyDigest: digestOfBody(body), attributesDigest: digestOfAttributes(attributes) };
  const answered = { ...digests, systemDigest: digestOfAttributes(message.MessageSystemAttributes) };

  const now = registry.now();
  const key = deduplicationKey(queue, fields);
  const before = key === undefined ? undefined : queue.deduplication.get(key, now);
  if (before !== undefined) return toSent(before, answered);

  const stored = queue.messages.add(
    {
      id: registry.newId(),
      body,
      attributes,
      ...digests,
      traceHeader,
      ...fields,
      sequenceNumber: queue.fifo ? registry.nextSequenceNumber() : undefined,
      sentAt: now,
      deadLetterSourceArn: undefined,
      receivedBefore: 0,
      firstReceivedAt: undefined,
    },
    delay > 0 ? now + delay * 1000 : undefined,
  );
  const sent = { messageId: stored.id, sequenceNumber: stored.sequenceNumber };
  if (key !== undefined) queue.deduplication.set(key, sent, now);
  return toSent(sent, answered);
}

interface Digests {
  readonly bodyDigest: string;
  readonly attributesDigest: string | undefined;
  readonly systemDigest: string | undefined;
}

/** @param digests of what was sent now, also if it is a repetition: the client compares them with its own */
function toSent(sent: SentBefore, { bodyDigest, attributesDigest, systemDigest }: Digests): Sent {
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: bodyDigest,
    ...(attributesDigest !== undefined && { MD5OfMessageAttributes: attributesDigest }),
    ...(systemDigest !== undefined && { MD5OfMessageSystemAttributes: systemDigest }),
    ...(sent.sequenceNumber !== undefined && { SequenceNumber: sent.sequenceNumber }),
  };
}

function checkBatchSize(entries: readonly SendMessageBatchRequestEntry[]): void {
  const sizes = entries.map(({ MessageBody = "", MessageAttributes }) =>
    sizeOf(MessageBody, MessageAttributes),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes <= MAX_MESSAGE_BYTES) return;
  throw new SqsError(
    "BatchRequestTooLong",
    `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`,
  );
}
