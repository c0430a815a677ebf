import { randomUUID } from "node:crypto";
import type { SQSRecord } from "aws-lambda";
import { createContainer } from "../../functions/agent/container.ts";
import { createHandler } from "../../functions/agent/create-handler.ts";
import type { AgentDependencies } from "../../functions/agent/dependencies.ts";
import type { CountName } from "../../functions/observability/metric-names.ts";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { parseSyncEvent } from "../../functions/sync-events/parse.ts";
import { partsOf } from "../../functions/sync-events/sequence.ts";
import type { Turn, TurnInput } from "../../functions/turns/contract.ts";
import { toTurnMessage } from "../../functions/turns/queue-message.ts";
import { SYNC_QUEUE, TURNS_QUEUE } from "../../lib/resources.ts";
import { type CartaAIStandIn, startCartaAI } from "../../local/cartaai/server.ts";
import { createContext } from "../../local/runtime/lambda-context.ts";
import {
  type Environment,
  LOCAL_SECRETS,
  lambdaEnvironment,
} from "../../local/runtime/lambda-environment.ts";
import { createShutdown } from "../../local/runtime/shutdown.ts";
import { type Stores, startStores } from "../../local/runtime/stores.ts";
import { putBusinesses } from "../../local/tables/put-businesses.ts";
import { startWhatsApp, type WhatsAppStandIn } from "../../local/whatsapp/server.ts";
import { drain } from "../queues/drain.ts";
import { type CapturedLogs, captureLogs } from "./capture-logs.ts";
import { LA_TERRAZA } from "./conversations.ts";
import { counted } from "./counted.ts";
import { type DeadLetter, drainDeadLetters } from "./dead-letters.ts";
import { isRecord, type Outcome, outcomeOf, recorder } from "./deliveries.ts";
import { type Interposed, interpose } from "./interposed.ts";
import { PersonalData } from "./personal-data.ts";
import { BOT_SECRET, type ScriptedBot, startBot } from "./scripted-bot.ts";
import { sqsRecord } from "./sqs-event.ts";

/** What a batch is made of: turns, or records where the record itself matters. */
export type DeliveredTurn = Turn | SQSRecord;

export type TurnsOutcome = Outcome<DeliveredTurn>;
export { HANDLED } from "./deliveries.ts";

const SERVICES = ["bot", "cartaai", "dynamodb", "sqs", "whatsapp"] as const;
export type Service = (typeof SERVICES)[number];

/** One execution environment, with something between it and each of the services that it uses. */
export interface AgentLambda {
  /** Has the Lambda handle one batch. A turn that is delivered again is the same queue message again. */
  deliver(...batch: readonly DeliveredTurn[]): Promise<TurnsOutcome>;
  readonly between: Readonly<Record<Service, Interposed>>;
}

/** The agent Lambda with its queues, tables, WhatsApp, CartaAI and a bot over HTTP, and no clock but the test's. */
export interface AgentBench {
  readonly bot: ScriptedBot;
  readonly cartaai: CartaAIStandIn;
  readonly whatsapp: WhatsAppStandIn;
  readonly stores: Stores;
  /** Epoch milliseconds. */
  readonly time: { now: number };
  readonly logs: CapturedLogs;
  readonly personal: PersonalData;
  /**
   * An execution environment of its own, with other settings.
   *
   * @param direct services that nothing stands between: files are only fetched from where WhatsApp itself is
   * @param instead put in the place of what the settings would have made
   */
  lambda(
    settings?: Environment,
    direct?: readonly Service[],
    instead?: Partial<AgentDependencies>,
  ): Promise<AgentLambda>;
  /** Has the first execution environment handle one batch. */
  deliver(...batch: readonly DeliveredTurn[]): Promise<TurnsOutcome>;
  /** What the person was sent, in order: the text of each message. */
  sentTo(conversation: Conversation): string[];
  /** Takes what is in sync.fifo out of it, in order. */
  events(): Promise<SyncEvent[]>;
  /** Takes all dead letters out of their queue. */
  deadLetters(): Promise<DeadLetter[]>;
  counted(name: CountName, dimensions?: Readonly<Record<string, string>>): number;
  stop(): Promise<void>;
}

const START = Date.parse("2026-05-04T12:00:00.000Z");

export async function startAgentBench(settings: Environment = {}): Promise<AgentBench> {
  const shutdown = createShutdown();
  const time = { now: START };
  const personal = new PersonalData();
  const logs = captureLogs();
  // Those whose process "died" in a test end now that nobody answers them any more, and print that.
  shutdown.add(async () => {
    await Promise.allSettled(invocations);
    logs.release();
  });
  const stores = await startStores(shutdown);
  const { queues, tables } = stores;
  await putBusinesses(tables.client, [LA_TERRAZA]);
  const clock = () => time.now;
  const cartaai = await startCartaAI({
    port: 0,
    apiKeys: [LOCAL_SECRETS.CARTAAI_API_KEY],
    clock,
    writePause: 0,
  });
  const whatsapp = await startWhatsApp({ port: 0, tokens: [LOCAL_SECRETS.WHATSAPP_TOKEN], clock });
  const bot = await startBot();
  for (const each of [cartaai, whatsapp, bot]) shutdown.add(each.stop);
  const targets: Record<Service, string> = {
    bot: bot.url,
    cartaai: cartaai.url,
    dynamodb: tables.endpoint,
    sqs: queues.endpoint,
    whatsapp: whatsapp.url,
  };
  for (const secret of [BOT_SECRET, LOCAL_SECRETS.WHATSAPP_TOKEN, LOCAL_SECRETS.CARTAAI_API_KEY])
    personal.add(secret);
  const toRecord = recorder<Turn>(time, (each, numbering) => {
    const { body, groupId } = toTurnMessage(each);
    return sqsRecord({ body, groupId, ...numbering });
  });
  const invocations: Promise<unknown>[] = [];

  async function lambda(
    over: Environment = {},
    direct: readonly Service[] = [],
    instead: Partial<AgentDependencies> = {},
  ): Promise<AgentLambda> {
    const between = Object.fromEntries(
      await Promise.all(SERVICES.map(async (name) => [name, await interpose(targets[name])] as const)),
    ) as Record<Service, Interposed>;
    for (const each of Object.values(between)) shutdown.add(each.stop);
    const environment = lambdaEnvironment(
      { AGENT: "http", AGENT_URL: between.bot.url, AGENT_SECRET: BOT_SECRET, ...settings, ...over },
      {
        sqs: between.sqs.url,
        dynamodb: between.dynamodb.url,
        syncQueue: queues.queueUrl(SYNC_QUEUE.name),
        syncDeadLetters: queues.queueUrl(SYNC_QUEUE.deadLetterName),
        turnsQueue: queues.queueUrl(TURNS_QUEUE.name),
        turnsDeadLetters: queues.queueUrl(TURNS_QUEUE.deadLetterName),
        cartaai: between.cartaai.url,
        whatsapp: direct.includes("whatsapp") ? targets.whatsapp : between.whatsapp.url,
      },
    );
    const dependencies = createContainer(environment, clock);
    const delays = new Map<string, number>();
    const handler = createHandler({
      ...dependencies,
      ...instead,
      random: () => 0,
      visibility: {
        delay: async (records, seconds) => {
          for (const { messageId } of records) delays.set(messageId, seconds);
        },
      },
    });
    return {
      between,
      async deliver(...batch) {
        for (const each of batch)
          if (!isRecord(each)) personal.addAllOf({ ...each.input, id: each.id, ...each.conversation });
        const records = batch.map(toRecord);
        const context = { ...createContext("agent", 0), getRemainingTimeInMillis: () => 60_000 };
        const invocation = handler({ Records: records }, context);
        invocations.push(invocation);
        return outcomeOf(batch, records, await invocation, delays);
      },
    };
  }

  const first = await lambda();
  return {
    ...{ bot, cartaai, whatsapp, stores, time, logs, personal, lambda, deliver: first.deliver },
    sentTo: (conversation) =>
      whatsapp
        .sent()
        .filter(({ recipient }) => isTo(recipient.id, conversation))
        .map(({ message }) => textOf(message)),
    async events() {
      const messages = await drain(queues.client, queues.queueUrl(SYNC_QUEUE.name));
      return messages.flatMap(({ Body: body = "" }) => {
        const parts = partsOf(body)?.map((part) => part.body) ?? [body];
        return parts.map(parseSyncEvent);
      });
    },
    deadLetters: () => drainDeadLetters(queues.client, queues.queueUrl(TURNS_QUEUE.deadLetterName)),
    counted: (name, dimensions) => counted(logs.entries(), name, dimensions),
    stop: shutdown.run,
  };
}

/** A turn as the webhook publishes it; a message of its own each time. */
export function turn(conversation: Conversation, input: TurnInput, over: Partial<Turn> = {}): Turn {
  return {
    version: 1,
    id: `wamid.${randomUUID()}`,
    conversation,
    phoneNumberId: LA_TERRAZA.phoneNumberId,
    occurredAt: new Date(START).toISOString(),
    correlationId: "c-1",
    content: `[${input.kind}]`,
    input,
    ...over,
  };
}

/** What somebody typed. */
export function types(conversation: Conversation, text: string, over: Partial<Turn> = {}): Turn {
  return turn(conversation, { kind: "text", text }, { content: text, ...over });
}

/** A button that somebody tapped: nobody waits for more of it. */
export function taps(conversation: Conversation, id: string, over: Partial<Turn> = {}): Turn {
  return turn(conversation, { kind: "choice", id, title: id }, { content: `[Button] ${id}`, ...over });
}

function isTo(digits: string, { phone, userId }: Conversation): boolean {
  return digits === phone?.replace("+", "") || digits === userId;
}

function textOf(message: unknown): string {
  const { text, interactive, image } = message as {
    text?: { body: string };
    interactive?: { body: { text: string } };
    image?: { link: string };
  };
  return text?.body ?? interactive?.body.text ?? image?.link ?? "?";
}
