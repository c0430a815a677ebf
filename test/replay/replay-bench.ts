import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { createConversationRecords } from "../../functions/dead-letters/conversation-records.ts";
import { QUEUE_KINDS } from "../../functions/dead-letters/queue-kinds.ts";
import type { LogFields } from "../../functions/observability/telemetry.ts";
import { createDeadLetterQueue, type DeadLetterReason } from "../../functions/queues/dead-letters.ts";
import type { Progress, ReplayDependencies } from "../../functions/replay/dependencies.ts";
import { replay } from "../../functions/replay/replay.ts";
import { parseReplayRequest, type ReplayRequest } from "../../functions/replay/request.ts";
import type { ReplayResult } from "../../functions/replay/results.ts";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { IDENTITIES_TABLE, SESSIONS_TABLE, SYNC_QUEUE } from "../../lib/resources.ts";
import { type CartaAIStandIn, startCartaAI } from "../../local/cartaai/server.ts";
import { MIRROR_TABLES } from "../../local/faults/world/dynamodb.ts";
import { createQueues } from "../../local/queues/create-queues.ts";
import { LOCAL_SECRETS } from "../../local/runtime/lambda-environment.ts";
import { createShutdown } from "../../local/runtime/shutdown.ts";
import type { FaultSource } from "../../local/sqs/engine/faults.ts";
import type { MessageView } from "../../local/sqs/engine/inspection.ts";
import { SqsEngine } from "../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../local/sqs/protocol/direct-client.ts";
import { startDirectTables } from "../../local/tables/start-direct.ts";
import { sqsRecord } from "../support/sqs-event.ts";
import { type SyncConsumer, syncConsumer } from "./sync-consumer.ts";

/** Replay over an SQS that hands out ten of a conversation, with the real sync Lambda behind it. */
export interface ReplayBench {
  readonly cartaai: CartaAIStandIn;
  readonly dynamodb: DynamoDBClient;
  readonly engine: SqsEngine;
  readonly sqs: SQSClient;
  readonly urls: { readonly queue: string; readonly deadLetters: string };
  /** Epoch milliseconds: what everything goes by. Waiting moves it on. */
  readonly time: { now: number };
  /** What SQS does wrong. */
  readonly faults: { source: FaultSource | undefined };
  readonly sync: SyncConsumer;
  /** What replay has logged since the last `reset`. */
  readonly logged: { readonly message: string; readonly fields: LogFields }[];
  readonly progress: Progress[];
  /** Puts events aside as the sync Lambda does, one after the other. */
  putAside(events: readonly SyncEvent[], reason?: Partial<DeadLetterReason>): Promise<void>;
  /** What replay works with, changed where a test says so. */
  dependencies(over?: Partial<ReplayDependencies>): ReplayDependencies;
  /** Does what a request asks for, with the sync Lambda at work while it waits. */
  replay<Action extends ReplayRequest["action"]>(
    request: { readonly action: Action } & Readonly<Record<string, unknown>>,
    over?: Partial<ReplayDependencies> & { readonly showContent?: boolean },
  ): Promise<Extract<ReplayResult, { readonly action: Action }>>;
  /** The dead letters that are there, seen without receiving them. */
  deadLetters(): MessageView[];
  /** The events of sync.fifo, in the order in which they came. */
  queued(): MessageView[];
  /** "user: Hola", over all of the person's sessions, in order. */
  transcript(conversation: Conversation): string[];
  /** Empties the queues, ends all faults and forgets what was logged. */
  reset(): void;
  stop(): Promise<void>;
}

const START = Date.parse("2026-05-04T12:00:00.000Z");

export async function startReplayBench(): Promise<ReplayBench> {
  const shutdown = createShutdown();
  const time = { now: START };
  const clock = () => time.now;
  const faults: ReplayBench["faults"] = { source: undefined };
  const engine = new SqsEngine({ clock, faults: (call) => faults.source?.(call) });
  const sqs = createDirectClient(engine, {
    wait: async (milliseconds) => {
      time.now += milliseconds;
    },
  });
  await createQueues(sqs, SYNC_QUEUE);
  const urls = {
    queue: engine.queueUrl(SYNC_QUEUE.name),
    deadLetters: engine.queueUrl(SYNC_QUEUE.deadLetterName),
  };
  // Without sockets: most of what ten thousand dead letters cost would be theirs.
  const dynamodb = await startDirectTables(MIRROR_TABLES);
  const cartaai = await startCartaAI({
    port: 0,
    apiKeys: [LOCAL_SECRETS.CARTAAI_API_KEY],
    clock,
    writePause: 0,
  });
  shutdown.add(cartaai.stop);
  const sync = syncConsumer({ cartaai: cartaai.url, dynamodb, engine, sqs, urls, time });
  const logged: ReplayBench["logged"] = [];
  const progress: Progress[] = [];
  const names = { sessions: SESSIONS_TABLE.name, identities: IDENTITIES_TABLE.name };

  const dependencies: ReplayBench["dependencies"] = (over) => ({
    sqs,
    queue: { kind: QUEUE_KINDS.sync, url: urls.queue, deadLettersUrl: urls.deadLetters },
    records: createConversationRecords(dynamodb, names),
    log: (message, fields) => logged.push({ message, fields }),
    onProgress: (each) => progress.push(each),
    signal: new AbortController().signal,
    clock,
    pause: async (milliseconds) => {
      time.now += milliseconds;
      await sync.work();
    },
    ...over,
  });

  return {
    ...{ cartaai, dynamodb, engine, sqs, urls, time, faults, sync, logged, progress, dependencies },
    async putAside(events, reason = {}) {
      const deadLetters = createDeadLetterQueue(sqs, urls.deadLetters);
      for (const event of events) {
        const { body, groupId } = toQueueMessage(event);
        time.now += 1;
        await deadLetters.put(
          { record: sqsRecord({ body, groupId }) },
          {
            ...{ class: "permanent", reason: "http-422", httpStatus: 422, attempts: 1 },
            ...{ firstAttemptAt: time.now, lastAttemptAt: time.now },
            ...reason,
          },
        );
      }
    },
    async replay(request, { showContent, ...over } = {}) {
      const result = await replay(parseReplayRequest(request), dependencies(over), showContent);
      // The result is of the action that was asked for, which TypeScript does not follow through the schema.
      return result as never;
    },
    deadLetters: () => engine.messages(urls.deadLetters),
    queued: () => engine.messages(urls.queue),
    transcript: ({ phone, userId, subDomain }) =>
      cartaai.transcript(phone ?? userId ?? "", subDomain).map(({ role, content }) => `${role}: ${content}`),
    reset() {
      // SQS allows one purge a minute.
      time.now += 60_000;
      for (const QueueUrl of Object.values(urls)) engine.call("PurgeQueue", { QueueUrl });
      faults.source = undefined;
      cartaai.faults.clear();
      logged.length = 0;
      progress.length = 0;
    },
    stop: shutdown.run,
  };
}
