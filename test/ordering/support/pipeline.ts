import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as agent from "../../../functions/agent/container.ts";
import { createHandler as createAgentHandler } from "../../../functions/agent/create-handler.ts";
import type { Outside } from "../../../functions/configuration/outside.ts";
import * as sync from "../../../functions/sync/container.ts";
import { createHandler as createSyncHandler } from "../../../functions/sync/create-handler.ts";
import * as webhook from "../../../functions/webhook/container.ts";
import { createHandler as createWebhookHandler } from "../../../functions/webhook/create-handler.ts";
import { sign } from "../../../functions/whatsapp/signature.ts";
import {
  CHECKPOINTS_TABLE,
  type QueueSettings,
  SYNC_QUEUE,
  TURNS_QUEUE,
  TURNS_TABLE,
} from "../../../lib/resources.ts";
import { type CartaAI, createCartaAI } from "../../../local/cartaai/create-cartaai.ts";
import type { Restaurant } from "../../../local/cartaai/restaurants/restaurant.ts";
import { MIRROR_TABLES } from "../../../local/faults/world/dynamodb.ts";
import { QUIET } from "../../../local/faults/world/quiet-telemetry.ts";
import { directFetch } from "../../../local/http/direct-fetch.ts";
import { createQueues, queueArn } from "../../../local/queues/create-queues.ts";
import { LOCAL_ACCOUNT } from "../../../local/runtime/aws-account.ts";
import { createContext } from "../../../local/runtime/lambda-context.ts";
import { LOCAL_SECRETS, lambdaEnvironment } from "../../../local/runtime/lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "../../../local/runtime/sample-businesses.ts";
import { toSqsEvent } from "../../../local/runtime/sqs-event.ts";
import { SqsEngine } from "../../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../../local/sqs/protocol/direct-client.ts";
import { putBusinesses } from "../../../local/tables/put-businesses.ts";
import { startDirectTables } from "../../../local/tables/start-direct.ts";
import { createWhatsApp, type WhatsApp } from "../../../local/whatsapp/create-whatsapp.ts";
import { httpApiEvent } from "../../support/http-api-event.ts";

const START = Date.parse("2026-05-04T12:00:00.000Z");

/** Everything that is stored; each walk has a conversation of its own in it. */
export async function startStore(): Promise<DynamoDBClient> {
  const client = await startDirectTables([...MIRROR_TABLES, TURNS_TABLE, CHECKPOINTS_TABLE]);
  await putBusinesses(client, SAMPLE_BUSINESSES);
  return client;
}

type Consumer = (event: SQSEvent, context: ReturnType<typeof createContext>) => Promise<SQSBatchResponse>;

/**
 * The three Lambdas as they are deployed, from the signed webhook to CartaAI and WhatsApp: real queues and tables, the
 * stand-ins, no socket in between, and no clock but the test's.
 */
export class Pipeline {
  readonly cartaai: CartaAI["state"];
  readonly whatsapp: WhatsApp["state"];
  /** Epoch milliseconds. */
  now = START;
  readonly #sqs: SQSClient;
  readonly #engine: SqsEngine;
  readonly #webhook: ReturnType<typeof createWebhookHandler>;
  readonly #agent: Consumer;
  readonly #sync: Consumer;

  private constructor(dynamodb: DynamoDBClient, restaurant: Restaurant, engine: SqsEngine, sqs: SQSClient) {
    const clock = () => this.now;
    const cartaai = createCartaAI({
      ...{ apiKeys: [LOCAL_SECRETS.CARTAAI_API_KEY], restaurants: [restaurant] },
      ...{ clock, writePause: 0 },
    });
    const whatsapp = createWhatsApp({ tokens: [LOCAL_SECRETS.WHATSAPP_TOKEN], clock }, () => "");
    this.cartaai = cartaai.state;
    this.whatsapp = whatsapp.state;
    const services = new Map([
      ["cartaai.invalid", directFetch(cartaai.service)],
      ["whatsapp.invalid", directFetch(whatsapp.service)],
    ]);
    const outside: Outside = {
      ...{ sqs, dynamodb },
      fetch: (input, init) => {
        const service = services.get(new URL(String(input)).host);
        if (service === undefined) throw new TypeError(`nobody is at ${String(input)}`);
        return service(input, init);
      },
      timeoutSignal: () => new AbortController().signal,
      pause: async () => undefined,
      telemetry: () => QUIET,
    };
    const environment = environmentOf(engine);
    this.#engine = engine;
    this.#sqs = sqs;
    this.#webhook = createWebhookHandler(webhook.createContainer(environment, clock, outside));
    this.#agent = createAgentHandler(agent.createContainer(environment, clock, outside));
    this.#sync = createSyncHandler(sync.createContainer(environment, clock, outside));
  }

  static async create(dynamodb: DynamoDBClient, restaurant: Restaurant): Promise<Pipeline> {
    let pipeline: Pipeline | undefined;
    const engine = new SqsEngine({ clock: () => pipeline?.now ?? START });
    const sqs = createDirectClient(engine);
    for (const queue of [SYNC_QUEUE, TURNS_QUEUE]) await createQueues(sqs, queue);
    pipeline = new Pipeline(dynamodb, restaurant, engine, sqs);
    return pipeline;
  }

  /** Delivers a webhook as Meta does, and has its turns answered. */
  async post(body: object): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(body));
    const headers = { "x-hub-signature-256": sign(bytes, LOCAL_SECRETS.WHATSAPP_APP_SECRET) };
    const { statusCode } = await this.#webhook(httpApiEvent({ body: bytes, headers }), contextOf("webhook"));
    if (statusCode !== 200) throw new Error(`the webhook was answered with ${statusCode}`);
    await this.#consume(TURNS_QUEUE, this.#agent);
  }

  /** Has CartaAI told all that it has not been told yet. */
  async catchUp(): Promise<void> {
    await this.#consume(SYNC_QUEUE, this.#sync);
  }

  /** Lambda's event source mapping, until there is nothing left. What is handed back fails the test. */
  async #consume({ name, consumer }: QueueSettings, handler: Consumer): Promise<void> {
    const QueueUrl = this.#engine.queueUrl(name);
    for (;;) {
      const { Messages: messages = [] } = await this.#sqs.send(
        new ReceiveMessageCommand({
          ...{ QueueUrl, MaxNumberOfMessages: consumer.batchSize, WaitTimeSeconds: 0 },
          ...{ MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"] },
        }),
      );
      if (messages.length === 0) return;
      const event = toSqsEvent(messages, { queueArn: queueArn(name), region: LOCAL_ACCOUNT.region });
      const { batchItemFailures } = await handler(event, contextOf(name));
      if (batchItemFailures.length > 0) throw new Error(`${name}: messages were handed back`);
      for (const { ReceiptHandle } of messages)
        await this.#sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

function environmentOf(engine: SqsEngine) {
  return lambdaEnvironment(
    { AGENT: "builtin", TURN_PAUSE_SECONDS: "0", STAFF_SILENCE_MINUTES: "0" },
    {
      ...{ sqs: "http://sqs.invalid", dynamodb: "http://dynamodb.invalid" },
      syncQueue: engine.queueUrl(SYNC_QUEUE.name),
      syncDeadLetters: engine.queueUrl(SYNC_QUEUE.deadLetterName),
      turnsQueue: engine.queueUrl(TURNS_QUEUE.name),
      turnsDeadLetters: engine.queueUrl(TURNS_QUEUE.deadLetterName),
      ...{ cartaai: "http://cartaai.invalid", whatsapp: "http://whatsapp.invalid" },
    },
  );
}

/** Not by a clock that goes on: how long the machine takes is none of the test's business. */
function contextOf(name: string) {
  return { ...createContext(name, 0), getRemainingTimeInMillis: () => 60_000 };
}
