import type { Message } from "@aws-sdk/client-sqs";
import { eventHash } from "../sync-events/ids.ts";
import { MalformedEventError } from "../sync-events/parse.ts";
import type { DeadEvent, QueueKind } from "./queue-kinds.ts";

interface Envelope {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly groupId: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly deadSince: number;
  /** "undelivered" has been moved by SQS itself, after too many receives. */
  readonly class: string;
  /** Short and stable: "http-422", "max-receives", … */
  readonly reason: string;
  readonly attempts: number | undefined;
  /** What people call it by: the event's hash, as logs have it, or SQS's message id where there is no event. */
  readonly id: string;
}

/** A dead letter with an event in it. */
export interface EventLetter extends Envelope {
  readonly event: DeadEvent;
}

/** A dead letter whose body is no event. */
export interface MalformedLetter extends Envelope {
  readonly event: undefined;
  readonly malformed: string;
}

export type Letter = EventLetter | MalformedLetter;

/** What a replay adds to a letter's attributes; the sync Lambda's own dead letters never have them. */
export const REPLAY_ATTRIBUTE = "replay";
export const FORCE_ATTRIBUTE = "replayForce";

/** Takes a received message apart. Never throws for what is in it. */
export function readLetter(message: Message, kind: QueueKind): Letter {
  const { MessageId: messageId = "", ReceiptHandle: receiptHandle = "", Body: body = "" } = message;
  const attributes = attributesOf(message);
  const envelope = {
    ...{ messageId, receiptHandle, body, attributes },
    groupId: message.Attributes?.MessageGroupId ?? "",
    deadSince: Number(message.Attributes?.SentTimestamp ?? 0),
    ...whyDead(attributes),
  };
  try {
    const event = kind.parse(body);
    return { ...envelope, id: eventHash(event.id), event };
  } catch (error) {
    if (!(error instanceof MalformedEventError)) throw error;
    return { ...envelope, id: messageId, event: undefined, malformed: error.reason };
  }
}

function attributesOf({ MessageAttributes: attributes = {} }: Message): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { StringValue: value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** What was sent back keeps its old attributes, so when SQS itself moves it again they tell of an earlier failure. */
function whyDead(attributes: Readonly<Record<string, string>>) {
  const { class: given, reason, attempts } = attributes;
  if (given === undefined || attributes[REPLAY_ATTRIBUTE] !== undefined) {
    return { class: "undelivered", reason: "max-receives", attempts: undefined };
  }
  const tried = Number(attempts);
  return { class: given, reason: reason ?? "-", attempts: Number.isInteger(tried) ? tried : undefined };
}
