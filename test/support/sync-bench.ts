import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { CountName } from "../../functions/observability/metric-names.ts";
import { createContainer } from "../../functions/sync/container.ts";
import { createHandler } from "../../functions/sync/create-handler.ts";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { toSequenceMessages } from "../../functions/sync-events/sequence.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { type CartaAIStandIn, startCartaAI } from "../../local/cartaai/server.ts";
import { createContext } from "../../local/runtime/lambda-context.ts";
import {
  type Environment,
  LOCAL_SECRETS,
  lambdaEnvironment,
} from "../../local/runtime/lambda-environment.ts";
import { createShutdown } from "../../local/runtime/shutdown.ts";
import { type Stores, startStores } from "../../local/runtime/stores.ts";
import { drain } from "../queues/drain.ts";
import { type CapturedLogs, captureLogs } from "./capture-logs.ts";
import { counted } from "./counted.ts";
import { type DeadLetter, drainDeadLetters } from "./dead-letters.ts";
import { HANDLED, isRecord, type Outcome as OutcomeOf, outcomeOf, recorder } from "./deliveries.ts";
import { type HeldCalls, heldCalls } from "./held-calls.ts";
import { type Interposed, interpose } from "./interposed.ts";
import { PersonalData } from "./personal-data.ts";
import { sqsRecord } from "./sqs-event.ts";

/** What a batch is made of: events, events that travel together, or records where the record itself matters. */
export type Delivered = SyncEvent | readonly SyncEvent[] | SQSRecord;

export type Outcome = OutcomeOf<Delivered>;

/** Everything is settled. */
export const SETTLED = HANDLED;

export interface SyncLambda {
  /** Has the Lambda handle one batch. An event that is delivered again is the same queue message again. */
  deliver(...batch: readonly Delivered[]): Promise<Outcome>;
}

/** The sync Lambda with its queue, table and CartaAI, and no clock but the test's. */
export interface SyncBench extends SyncLambda {
  readonly cartaai: CartaAIStandIn;
  readonly stores: Stores;
  /** Epoch milliseconds: what the Lambda and CartaAI go by. */
  readonly time: { now: number };
  readonly held: HeldCalls;
  /** What stands between the Lambda and the services that it uses. */
  readonly between: Readonly<Record<"cartaai" | "dynamodb" | "sqs", Interposed>>;
  readonly logs: CapturedLogs;
  readonly personal: PersonalData;
  /**
   * Another execution environment of the same Lambda, with other settings.
   *
   * @param remaining milliseconds that each invocation has, default 60 000
   */
  lambda(settings?: Environment, remaining?: number): SyncLambda;
  /** The operations that CartaAI was asked for since the last `reset`. */
  calls(): string[];
  /** "user: Hola", over all of the person's sessions, in order. */
  transcript(conversation: Conversation): string[];
  /** Takes all dead letters out of their queue. */
  deadLetters(): Promise<DeadLetter[]>;
  counted(name: CountName, dimensions?: Readonly<Record<string, string>>): number;
  /**
   * Ends all faults, forgets what was called, counted and put aside, and starts the Lambda anew. What was said stays.
   */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const START = Date.parse("2026-05-04T12:00:00.000Z");

export async function startSyncBench(settings: Environment = {}): Promise<SyncBench> {
  const shutdown = createShutdown();
  const time = { now: START };
  const held = heldCalls();
  const personal = new PersonalData();
  const logs = captureLogs();
  shutdown.add(async () => logs.release());
  const stores = await startStores(shutdown);
  const cartaai = await startCartaAI({
    port: 0,
    apiKeys: [LOCAL_SECRETS.CARTAAI_API_KEY],
    clock: () => time.now,
    wait: held.wait,
    writePause: 0,
  });
  shutdown.add(cartaai.stop);
  const between = {
    cartaai: await interpose(cartaai.url),
    dynamodb: await interpose(stores.tables.endpoint),
    sqs: await interpose(stores.queues.endpoint),
  };
  for (const each of Object.values(between)) shutdown.add(each.stop);
  const environment = lambdaEnvironment(settings, {
    sqs: between.sqs.url,
    dynamodb: between.dynamodb.url,
    syncQueue: stores.queues.queueUrl(SYNC_QUEUE.name),
    syncDeadLetters: stores.queues.queueUrl(SYNC_QUEUE.deadLetterName),
    cartaai: between.cartaai.url,
    whatsapp: "http://127.0.0.1:9",
  });
  personal.add(environment.CARTAAI_API_KEY);
  const toRecord = recorder<Exclude<Delivered, SQSRecord>>(time, recordOf);
  let printedBefore = 0;
  let calledBefore = 0;

  function lambda(over: Environment = {}, remaining = 60_000): SyncLambda {
    const dependencies = createContainer({ ...environment, ...over }, () => time.now);
    const delays = new Map<string, number>();
    const handler = createHandler({
      ...dependencies,
      random: () => 0,
      visibility: {
        delay: async (records, seconds) => {
          for (const { messageId } of records) delays.set(messageId, seconds);
          await dependencies.visibility.delay(records, seconds);
        },
      },
    });
    return {
      async deliver(...batch) {
        personal.addAllOf(batch.filter((each) => !isRecord(each)));
        const records = batch.map(toRecord);
        return outcomeOf(batch, records, await invoke(handler, records, remaining), delays);
      },
    };
  }

  let current = lambda();
  const calls = () =>
    cartaai
      .calls()
      .slice(calledBefore)
      .map(({ operation }) => operation);
  const deadLetterUrl = stores.queues.queueUrl(SYNC_QUEUE.deadLetterName);
  return {
    ...{ cartaai, stores, time, held, between, logs, personal, lambda, calls },
    deliver: (...batch) => current.deliver(...batch),
    transcript: ({ phone, userId, subDomain }) =>
      cartaai.transcript(phone ?? userId ?? "", subDomain).map(({ role, content }) => `${role}: ${content}`),
    deadLetters: () => drainDeadLetters(stores.queues.client, deadLetterUrl),
    counted: (name, dimensions) => counted(logs.entries().slice(printedBefore), name, dimensions),
    async reset() {
      cartaai.faults.clear();
      held.release();
      for (const each of Object.values(between)) each.reset();
      await drain(stores.queues.client, deadLetterUrl);
      current = lambda();
      printedBefore = logs.entries().length;
      calledBefore = cartaai.calls().length;
    },
    stop: shutdown.run,
  };
}

type Handler = ReturnType<typeof createHandler>;

async function invoke(handler: Handler, Records: SQSRecord[], remaining: number): Promise<SQSBatchResponse> {
  const event: SQSEvent = { Records };
  // Not by a clock that goes on: how long the machine takes is none of the test's business.
  const context = { ...createContext("sync", 0), getRemainingTimeInMillis: () => remaining };
  return await handler(event, context);
}

/** A queue record that holds an event, or several. */
export function recordOf(
  events: SyncEvent | readonly SyncEvent[],
  settings: Parameters<typeof sqsRecord>[0] = {},
): SQSRecord {
  const [message] = toSequenceMessages([events].flat());
  return sqsRecord({ ...message, ...settings });
}
