import { randomUUID } from "node:crypto";
import type { SQSEvent } from "aws-lambda";
import type { FifoMessage } from "../../functions/queues/fifo-message.ts";
import type {
  Conversation,
  MessageEvent,
  StateEvent,
  SyncEvent,
} from "../../functions/sync-events/contract.ts";
import { SYNC_EVENT_VERSION } from "../../functions/sync-events/contract.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { toSequenceMessages } from "../../functions/sync-events/sequence.ts";
import { TURN_VERSION, type Turn, type TurnInput } from "../../functions/turns/contract.ts";
import { toTurnMessage } from "../../functions/turns/queue-message.ts";
import { SYNC_QUEUE, TURNS_QUEUE } from "../../lib/resources.ts";
import { queueArn } from "../../local/queues/create-queues.ts";
import { LOCAL_ACCOUNT } from "../../local/runtime/aws-account.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { toSqsEvent } from "../../local/runtime/sqs-event.ts";

const [RESTAURANT] = SAMPLE_BUSINESSES;

/** One of many customers of a restaurant. */
export function customer(number: number): Conversation {
  const { subDomain, localId, botId } = RESTAURANT;
  const phone = `+519${String(number).padStart(8, "0")}`;
  return { subDomain, localId, botId, key: phone, phone, displayName: `Customer ${number}` };
}

export function message(conversation: Conversation, role: "user" | "bot", content: string): MessageEvent {
  return { ...common(conversation), type: "message", role, content };
}

/** As rich as the state of an order that is being put together. */
export function state(conversation: Conversation): StateEvent {
  return {
    ...common(conversation),
    type: "state",
    intent: "order",
    step: "cart",
    context: {
      selectedItems: [{ id: "prod001", name: "Lomo saltado", quantity: 2, price: 38.5 }],
      orderTotal: 77,
      customerName: conversation.displayName,
      lastUserMessage: "Two lomo saltado, please",
    },
    metadata: { language: "en", platform: "whatsapp" },
    isActive: true,
  };
}

function common(conversation: Conversation) {
  const id = `wamid.${randomUUID()}`;
  const occurredAt = new Date().toISOString();
  return { version: SYNC_EVENT_VERSION, id, conversation, occurredAt, correlationId: id } as const;
}

/** What one turn of a conversation leaves to be told to CartaAI, in messages of SQS as the Lambdas publish them. */
export function turnMessages(conversation: Conversation): FifoMessage[] {
  return [toQueueMessage(said(conversation)), ...toSequenceMessages(outcome(conversation))];
}

/** What the webhook publishes of a turn. */
export function said(conversation: Conversation): MessageEvent {
  return message(conversation, "user", "Two lomo saltado, please");
}

/** What the agent publishes of it, as one message: what was answered, and the state. */
export function outcome(conversation: Conversation): SyncEvent[] {
  return [
    message(
      conversation,
      "bot",
      "*Lomo saltado* × 2 is in your cart.\n\nTotal: S/ 77.00\n[1] Order [2] Go on",
    ),
    state(conversation),
  ];
}

/** A turn that begins with typed text. */
export function typed(conversation: Conversation, text: string): Turn {
  return turn(conversation, text, { kind: "text", text });
}

/** A turn that begins with the tap of a button or a row. */
export function chosen(conversation: Conversation, id: string): Turn {
  return turn(conversation, id, { kind: "choice", id, title: id });
}

function turn(conversation: Conversation, content: string, input: TurnInput): Turn {
  const { id, occurredAt, correlationId } = common(conversation);
  const { phoneNumberId } = RESTAURANT;
  return {
    ...{ version: TURN_VERSION, id, conversation, phoneNumberId },
    ...{ occurredAt, correlationId, content, input },
  };
}

/** Events that travel alone as a batch that Lambda hands to the sync Lambda. */
export function batchOf(events: readonly SyncEvent[]): SQSEvent {
  return syncBatchOf(events.map(toQueueMessage));
}

/** Messages as a batch that Lambda hands to the sync Lambda. */
export function syncBatchOf(messages: readonly FifoMessage[]): SQSEvent {
  return toBatch(messages, SYNC_QUEUE.name);
}

/** The turns as a batch that Lambda hands to the agent. */
export function turnBatchOf(turns: readonly Turn[]): SQSEvent {
  return toBatch(turns.map(toTurnMessage), TURNS_QUEUE.name);
}

function toBatch(messages: readonly FifoMessage[], queue: string): SQSEvent {
  const now = String(Date.now());
  const received = messages.map(({ body, groupId, deduplicationId }) => ({
    MessageId: randomUUID(),
    ReceiptHandle: "receipt",
    Body: body,
    MD5OfBody: "",
    Attributes: {
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: now,
      SentTimestamp: now,
      SenderId: LOCAL_ACCOUNT.id,
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    },
  }));
  return toSqsEvent(received, { queueArn: queueArn(queue), region: LOCAL_ACCOUNT.region });
}
