import type { Message } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { partsOf } from "../../../functions/sync-events/sequence.ts";
import { SYNC_QUEUE, TURNS_QUEUE } from "../../../lib/resources.ts";
import type { DoneAction } from "../../sqs/engine/watched-engine.ts";
import type { QueueName } from "../api.ts";

/** Which of the system's queues an address is. */
export interface QueueRole {
  readonly queue: QueueName;
  readonly isDeadLetters: boolean;
}

const ROLES: ReadonlyMap<string, QueueRole> = new Map([
  [SYNC_QUEUE.name, { queue: "sync", isDeadLetters: false }],
  [SYNC_QUEUE.deadLetterName, { queue: "sync", isDeadLetters: true }],
  [TURNS_QUEUE.name, { queue: "turns", isDeadLetters: false }],
  [TURNS_QUEUE.deadLetterName, { queue: "turns", isDeadLetters: true }],
]);

export function roleOf(queueUrl: string | undefined): QueueRole | undefined {
  return ROLES.get(queueUrl?.split("/").at(-1) ?? "");
}

const bodySchema = z.looseObject({
  id: z.string(),
  type: z.optional(z.string()),
  role: z.optional(z.enum(["user", "bot"])),
  content: z.optional(z.string()),
  correlationId: z.optional(z.string()),
  phoneNumberId: z.optional(z.string()),
});
/** A turn or a sync event, as far as it is shown. */
export type QueuedBody = z.infer<typeof bodySchema>;

/** Undefined for what is neither a turn nor an event. */
export function readBody(body: string | undefined): QueuedBody | undefined {
  try {
    const parsed = z.safeParse(bodySchema, JSON.parse(body ?? ""));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** One event in a queue message; most messages hold one. */
export interface InMessage {
  readonly body: string;
  /** SQS's id of the message, and where it holds several events the place of this one. */
  readonly key: string;
}

/** The events that a queue message holds, one by one. */
export function eventsIn(messageId: string, body: string): readonly InMessage[] {
  try {
    const parts = partsOf(body)?.map((part) => ({ body: part.body, key: `${messageId}.${part.place}` }));
    return parts ?? [{ body, key: messageId }];
  } catch {
    return [{ body, key: messageId }];
  }
}

/** The id of the message that caused an event: what a turn produced is named after it (functions/sync-events/ids.ts). */
export function causeOf(eventId: string): string {
  return eventId.replace(/:(?:reply:\d+|state|apology|order:.*)$/s, "");
}

export interface SentEntry {
  readonly messageId: string;
  readonly body: string;
  /** Of the event in it; see {@link InMessage}. */
  readonly key: string;
  readonly groupId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What was really put into a queue, event by event: of a batch, the entries that were taken. */
export function sentIn(done: DoneAction): readonly SentEntry[] {
  if (done.action === "SendMessage") {
    const { MessageId: messageId = "" } = done.result;
    return entriesOf(messageId, done.request);
  }
  if (done.action !== "SendMessageBatch") return [];
  const ids = new Map((done.result.Successful ?? []).map(({ Id, MessageId }) => [Id, MessageId]));
  return (done.request.Entries ?? []).flatMap((entry) => {
    const messageId = ids.get(entry.Id);
    return messageId === undefined ? [] : entriesOf(messageId, entry);
  });
}

function entriesOf(
  messageId: string,
  request: {
    MessageBody?: string | undefined;
    MessageGroupId?: string | undefined;
    MessageAttributes?: object | undefined;
  },
): SentEntry[] {
  return eventsIn(messageId, request.MessageBody ?? "").map((event) => ({
    ...{ messageId, ...event },
    groupId: request.MessageGroupId,
    attributes: { ...request.MessageAttributes },
  }));
}

/** The receipt handles of what was deleted, or is to appear again after so many seconds. */
export function handlesIn(
  done: DoneAction,
): readonly { readonly handle: string; readonly seconds?: number }[] {
  switch (done.action) {
    case "DeleteMessage":
      return [{ handle: done.request.ReceiptHandle ?? "" }];
    case "ChangeMessageVisibility":
      return [{ handle: done.request.ReceiptHandle ?? "", seconds: done.request.VisibilityTimeout ?? 0 }];
    case "DeleteMessageBatch": {
      const taken = new Set((done.result.Successful ?? []).map(({ Id }) => Id));
      const entries = (done.request.Entries ?? []).filter(({ Id }) => taken.has(Id));
      return entries.map(({ ReceiptHandle: handle = "" }) => ({ handle }));
    }
    case "ChangeMessageVisibilityBatch": {
      const taken = new Set((done.result.Successful ?? []).map(({ Id }) => Id));
      const entries = (done.request.Entries ?? []).filter(({ Id }) => taken.has(Id));
      return entries.map(({ ReceiptHandle: handle = "", VisibilityTimeout: seconds = 0 }) => ({
        handle,
        seconds,
      }));
    }
    default:
      return [];
  }
}

/** How often a message was handed out, this time included. */
export function receiptsOf({ Attributes: attributes }: Message): number {
  return Number(attributes?.ApproximateReceiveCount ?? 1);
}
