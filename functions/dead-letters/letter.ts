import type { Message } from "@aws-sdk/client-sqs";
import { eventHash } from "../sync-events/ids.ts";
import { MalformedEventError } from "../sync-events/parse.ts";
import type { DeadEvent, QueueKind } from "./queue-kinds.ts";

interface Envelope {
  /** SQS's; a message that holds several events is a letter for each of them. */
  readonly messageId: string;
  readonly receiptHandle: string;
  /** The event alone. */
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
  /** The message of several that it was in, until the others of it were dealt with. */
  readonly splitFrom: string | undefined;
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

/** What tells of a letter that it was one of several in a message: which, and since when that is dead. */
export const SPLIT_ATTRIBUTES = { from: "splitFrom", deadSince: "deadSince" } as const;

/** Takes a received message apart: a letter for each event in it, in their order. Never throws for what is in it. */
export function readLetters(message: Message, kind: QueueKind): readonly Letter[] {
  const { MessageId: messageId = "", ReceiptHandle: receiptHandle = "", Body: body = "" } = message;
  const attributes = attributesOf(message);
  const { [SPLIT_ATTRIBUTES.from]: splitFrom, [SPLIT_ATTRIBUTES.deadSince]: deadSince } = attributes;
  const envelope = {
    ...{ messageId, receiptHandle, attributes, splitFrom },
    groupId: message.Attributes?.MessageGroupId ?? "",
    deadSince: Date.parse(deadSince ?? "") || Number(message.Attributes?.SentTimestamp ?? 0),
    ...whyDead(attributes),
  };
  return orMalformed({ ...envelope, body, id: messageId }, () =>
    (kind.partsOf(body) ?? [{ body, place: undefined }]).flatMap((part) => {
      const id = part.place === undefined ? messageId : `${messageId}:${part.place}`;
      return orMalformed({ ...envelope, body: part.body, id }, () => {
        const event = kind.parse(part.body);
        return [{ ...envelope, body: part.body, id: eventHash(event.id), event }];
      });
    }),
  );
}

function orMalformed(envelope: Envelope, read: () => readonly Letter[]): readonly Letter[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MalformedEventError)) throw error;
    return [{ ...envelope, event: undefined, malformed: error.reason }];
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
