import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import type { ConversationRecord } from "../../../functions/agent/conversation-record.ts";
import type { TurnStore } from "../../../functions/agent/turn-store.ts";
import type { ConversationsApi } from "../../../functions/cartaai/client.ts";
import {
  asRetryable,
  type CartaAIError,
  CartaAIRetryableError,
  CartaAISessionGoneError,
} from "../../../functions/cartaai/errors.ts";
import { sendInOrder } from "../../../functions/queues/send-in-order.ts";
import type { Session } from "../../../functions/sessions/session.ts";
import type { SessionsTable } from "../../../functions/sessions/sessions-table.ts";
import type { SyncEvent } from "../../../functions/sync-events/contract.ts";
import type { SyncEventPublisher } from "../../../functions/sync-events/publisher.ts";
import { sha256, toQueueMessage } from "../../../functions/sync-events/queue-message.ts";
import { partsOf } from "../../../functions/sync-events/sequence.ts";
import { AS_DEPLOYED, type Wiring } from "./wiring.ts";

/** The safeguards, each switched off: something that does not have it stands in its place. */
export const WITHOUT = {
  /** Applied events are recognised by nothing. */
  watermark: {
    ...AS_DEPLOYED,
    sync: (dependencies) => ({
      ...dependencies,
      sessions: forgetful(dependencies.sessions, (session) => ({ ...session, recent: [] }), true),
    }),
  },
  /** Nobody remembers that an attempt's outcome is unknown: it is made again. */
  "reading back": {
    ...AS_DEPLOYED,
    sync: (dependencies) => ({
      ...dependencies,
      sessions: forgetful(dependencies.sessions, (session) => ({ ...session, unsettled: [] }), false),
    }),
  },
  /** Every message is a group of its own. */
  "FIFO grouping": { ...AS_DEPLOYED, publisher: (_, sqs, queueUrl) => withoutGroups(sqs, queueUrl) },
  /** Messages of one conversation are sent in one batch, of which some may be refused and the next accepted. */
  "waves of batches": { ...AS_DEPLOYED, publisher: withoutWaves },
  "order inside a batch": {
    ...AS_DEPLOYED,
    batch: ({ Records }) => ({ Records: Records.toReversed() }),
  },
  /** Waits for a turn at CartaAI stay short, however often a message was received. */
  "waits that grow with receives": withAttributes(() => ({ ApproximateReceiveCount: "1" })),
  /** Nothing seems to have been sent more than some minutes after it occurred. */
  "recognising late states": withAttributes((record) => {
    const latest = occurrenceOf(record) + 20 * 60 * 1000;
    return { SentTimestamp: String(Math.min(Number(record.attributes.SentTimestamp), latest)) };
  }),
  /** What is put aside goes nowhere. */
  "dead-lettering": {
    ...AS_DEPLOYED,
    sync: (dependencies) => ({ ...dependencies, deadLetters: { put: async () => undefined } }),
  },
  /** A session that has vanished is tried again and again. */
  "session replacement": {
    ...AS_DEPLOYED,
    sync: (dependencies) => ({
      ...dependencies,
      conversations: withOtherErrors(dependencies.conversations, (error) =>
        error instanceof CartaAISessionGoneError ? asRetryable(error) : error,
      ),
    }),
  },
  /** What a proxy answers in CartaAI's stead is taken for CartaAI's own answer. */
  "telling a proxy from CartaAI": {
    ...AS_DEPLOYED,
    sync: (dependencies) => ({
      ...dependencies,
      conversations: withOtherErrors(dependencies.conversations, (error) =>
        error instanceof CartaAIRetryableError && error.status !== undefined ? asItsOwn(error) : error,
      ),
    }),
  },
  /** Everybody is a conversation by the identifier that they write under. */
  "conversation identity": {
    ...AS_DEPLOYED,
    webhook: (dependencies) => ({
      ...dependencies,
      identities: { read: async () => new Map(), tie: async (_, identity) => identity },
    }),
  },
  /** What a turn has come to is written down at its end. */
  "turn record written before acting": {
    ...AS_DEPLOYED,
    agent: (dependencies) => ({ ...dependencies, store: withoutTurns(dependencies.store) }),
  },
  /** Joined conversations take no notice of what the other one is at. */
  claims: {
    ...AS_DEPLOYED,
    sync: (dependencies) => ({ ...dependencies, sessions: withoutClaims(dependencies.sessions) }),
    agent: (dependencies) => ({ ...dependencies, store: withoutClaims(dependencies.store) }),
  },
} as const satisfies Readonly<Record<string, Wiring>>;

export type SafeguardName = keyof typeof WITHOUT;

function withAttributes(change: (record: SQSRecord) => Partial<SQSRecord["attributes"]>): Wiring {
  const changed = (record: SQSRecord): SQSRecord => ({
    ...record,
    attributes: { ...record.attributes, ...change(record) },
  });
  return { ...AS_DEPLOYED, batch: ({ Records }) => ({ Records: Records.map(changed) }) };
}

/** Epoch milliseconds. */
function occurrenceOf({ body }: SQSRecord): number {
  const [first = { body }] = partsOf(body) ?? [];
  return Date.parse(String(JSON.parse(first.body).occurredAt));
}

function forgetful(
  table: SessionsTable,
  change: (session: Session) => Session,
  forgetsMarks: boolean,
): SessionsTable {
  return {
    ...table,
    recall: () => undefined,
    async load(keys, events) {
      const loaded = await table.load(keys, events);
      return {
        ...loaded,
        sessions: new Map([...loaded.sessions].map(([key, session]) => [key, change(session)])),
        ...(forgetsMarks && { applied: new Set<string>() }),
      };
    },
  };
}

function withoutClaims<Store extends Pick<SessionsTable | TurnStore, "claim">>(store: Store): Store {
  return { ...store, claim: async () => "held" };
}

function withoutTurns(store: TurnStore): TurnStore {
  return {
    ...store,
    async save(record) {
      const { turn: _, ...rest } = record;
      const saved: ConversationRecord = { ...rest };
      await store.save(saved);
      record.revision = saved.revision;
    },
  };
}

function withoutGroups(sqs: SQSClient, queueUrl: string): SyncEventPublisher {
  const publish = (events: readonly SyncEvent[]) =>
    sendInOrder(
      sqs,
      queueUrl,
      events.map((event) => ({ ...toQueueMessage(event), groupId: sha256(event.id) })),
    );
  return { publish, publishTogether: publish };
}

function withoutWaves(
  { publishTogether }: SyncEventPublisher,
  sqs: SQSClient,
  queueUrl: string,
): SyncEventPublisher {
  return {
    publishTogether,
    async publish(events) {
      let waiting = events.slice(0, 10);
      let rest = events.slice(10);
      for (let attempt = 1; waiting.length > 0 && attempt <= 10; attempt++) {
        const { Failed = [] } = await sqs.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: waiting.map((event, index) => {
              const { body, groupId, deduplicationId } = toQueueMessage(event);
              return {
                Id: String(index),
                MessageBody: body,
                MessageGroupId: groupId,
                MessageDeduplicationId: deduplicationId,
              };
            }),
          }),
        );
        const refused = new Set(Failed.map(({ Id }) => Id));
        waiting = waiting.filter((_, index) => refused.has(String(index)));
        if (waiting.length === 0) {
          waiting = rest.slice(0, 10);
          rest = rest.slice(10);
        }
      }
      if (waiting.length > 0) throw new Error("not everything could be queued");
    },
  };
}

function asItsOwn({ operation, outcome, status = 0, retryAfter }: CartaAIRetryableError): CartaAIError {
  const details = { operation, outcome, status, retryAfter, enveloped: true };
  return new CartaAIRetryableError("answered in its own envelope", details);
}

function withOtherErrors(
  conversations: ConversationsApi,
  change: (error: unknown) => unknown,
): ConversationsApi {
  const changed = async <Result>(call: Promise<Result>): Promise<Result> => {
    try {
      return await call;
    } catch (error) {
      throw change(error);
    }
  };
  return {
    ...conversations,
    read: (...call) => changed(conversations.read(...call)),
    addMessage: (...call) => changed(conversations.addMessage(...call)),
    syncState: (...call) => changed(conversations.syncState(...call)),
    linkOrder: (...call) => changed(conversations.linkOrder(...call)),
  };
}
