import * as z from "zod/mini";
import { MAX_DELAY, MAX_MESSAGE_BYTES, MAX_VISIBILITY_TIMEOUT, MAX_WAIT } from "./limits.ts";
import { SqsError } from "./sqs-error.ts";

/** A queue's attributes by the names of SQS, as GetQueueAttributes answers them; durations in seconds. */
export type QueueAttributes = Readonly<Record<string, string>>;

const DAY = 24 * 60 * 60;

/**
 * Ranges and defaults:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
const ANY_QUEUE = {
  DelaySeconds: whole(0, MAX_DELAY),
  MaximumMessageSize: whole(1024, MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: whole(60, 14 * DAY),
  ReceiveMessageWaitTimeSeconds: whole(0, MAX_WAIT),
  VisibilityTimeout: whole(0, MAX_VISIBILITY_TIMEOUT),
  KmsDataKeyReusePeriodSeconds: whole(60, DAY),
  KmsMasterKeyId: z.string(),
  Policy: z.string(),
  RedriveAllowPolicy: z.string(),
  RedrivePolicy: z.string(),
  SqsManagedSseEnabled: flag(),
};
const FIFO_QUEUE = {
  FifoQueue: z.pipe(flag(), z.literal("true")),
  ContentBasedDeduplication: flag(),
  DeduplicationScope: z.enum(["queue", "messageGroup"]),
  FifoThroughputLimit: z.enum(["perQueue", "perMessageGroupId"]),
};
const DEFAULTS = {
  DelaySeconds: "0",
  MaximumMessageSize: String(MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: String(4 * DAY),
  ReceiveMessageWaitTimeSeconds: "0",
  VisibilityTimeout: "30",
  SqsManagedSseEnabled: "true",
};
const FIFO_DEFAULTS = {
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoThroughputLimit: "perQueue",
};
/** Taken away by setting them to nothing. */
const REMOVABLE = new Set(["KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy"]);

/** The names of all attributes that can be set, for either kind of queue. */
export const SETTABLE_ATTRIBUTES: ReadonlySet<string> = new Set(Object.keys({ ...ANY_QUEUE, ...FIFO_QUEUE }));

export function defaultAttributes(fifo: boolean): QueueAttributes {
  return fifo ? { ...DEFAULTS, ...FIFO_DEFAULTS } : DEFAULTS;
}

/**
 * The attributes with some of them changed.
 *
 * @throws {SqsError} InvalidAttributeName for what this kind of queue does not have, InvalidAttributeValue
 */
export function withChanges(
  current: QueueAttributes,
  changes: QueueAttributes,
  fifo: boolean,
): QueueAttributes {
  const next: Record<string, string> = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    const checked = checkAttribute(name, value, fifo);
    if (checked === "" && REMOVABLE.has(name)) delete next[name];
    else next[name] = checked;
  }
  checkThroughput(next);
  return next;
}

function checkAttribute(name: string, value: string, fifo: boolean): string {
  const schemas: Readonly<Record<string, z.ZodMiniType<string>>> = fifo
    ? { ...ANY_QUEUE, ...FIFO_QUEUE }
    : ANY_QUEUE;
  const schema = schemas[name];
  if (schema === undefined) throw unknownAttribute(name);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new SqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
  }
  return parsed.data;
}

export function unknownAttribute(name: string): SqsError {
  const message =
    name === "DeduplicationScope" || name === "FifoThroughputLimit"
      ? `You can specify the ${name} only when FifoQueue is set to true.`
      : `Unknown Attribute ${name}.`;
  return new SqsError("InvalidAttributeName", message);
}

function checkThroughput(attributes: QueueAttributes): void {
  if (attributes["FifoThroughputLimit"] !== "perMessageGroupId") return;
  if (attributes["DeduplicationScope"] === "messageGroup") return;
  throw new SqsError(
    "InvalidAttributeValue",
    "Invalid value for the parameter FifoThroughputLimit. Reason: perMessageGroupId is allowed only when " +
      "DeduplicationScope is messageGroup.",
  );
}

/** An integer in the range, as text. */
function whole(minimum: number, maximum: number) {
  return z.string().check(
    z.regex(/^\d+$/),
    z.refine((text) => Number(text) >= minimum && Number(text) <= maximum),
  );
}

function flag() {
  return z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => text.toLowerCase()),
    ),
    z.enum(["true", "false"]),
  );
}
