import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { CountName } from "../../functions/observability/metric-names.ts";
import type { SyncEvent } from "../../functions/sync-events/contract.ts";
import { parseSyncEvent } from "../../functions/sync-events/parse.ts";
import { createContainer } from "../../functions/webhook/container.ts";
import { createHandler } from "../../functions/webhook/create-handler.ts";
import { sign } from "../../functions/whatsapp/signature.ts";
import { BUSINESSES_TABLE, IDENTITIES_TABLE, SYNC_QUEUE, WEBHOOK } from "../../lib/resources.ts";
import { createQueues } from "../../local/queues/create-queues.ts";
import { createContext } from "../../local/runtime/lambda-context.ts";
import {
  type Environment,
  LOCAL_SECRETS,
  lambdaEnvironment,
} from "../../local/runtime/lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { createShutdown } from "../../local/runtime/shutdown.ts";
import type { RequestOf } from "../../local/sqs/engine/actions.ts";
import type { Fault } from "../../local/sqs/engine/faults.ts";
import { SqsEngine } from "../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../local/sqs/protocol/direct-client.ts";
import { startSqs } from "../../local/sqs/protocol/start-sqs.ts";
import { putBusinesses } from "../../local/tables/put-businesses.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { type CapturedLogs, captureLogs } from "./capture-logs.ts";
import { counted } from "./counted.ts";
import { type HttpApiRequest, httpApiEvent } from "./http-api-event.ts";
import { type Interposed, interpose } from "./interposed.ts";
import { PersonalData } from "./personal-data.ts";

export interface Delivery extends Pick<HttpApiRequest, "base64" | "headers" | "requestId"> {
  /** What the body is signed with; default the configured app secret. */
  readonly appSecret?: string;
  /** Milliseconds that are left of the invocation; default as many as it gets. */
  readonly remaining?: number;
}

/** An execution environment of the webhook Lambda. */
export interface WebhookLambda {
  /** Delivers a webhook as Meta does. Text and bytes go as they are, anything else as JSON. @returns the status */
  post(body: unknown, delivery?: Delivery): Promise<number>;
  /** Any other request. */
  request(request: HttpApiRequest): Promise<APIGatewayProxyStructuredResultV2>;
  /** Hands over any event at all. */
  invoke(event: object): Promise<APIGatewayProxyStructuredResultV2>;
}

/** An event in sync.fifo. */
export interface Queued {
  readonly event: SyncEvent;
  readonly groupId: string;
  readonly deduplicationId: string;
}

export type SendBatch = RequestOf<"SendMessageBatch">;

/** The webhook Lambda with its queue and tables, and no clock but the test's. */
export interface WebhookBench extends WebhookLambda {
  readonly tables: Tables;
  /** Epoch milliseconds. */
  readonly time: { now: number };
  /** What stands between the Lambda and the services that it uses. */
  readonly between: Readonly<Record<"dynamodb" | "sqs", Interposed>>;
  /** Everything but the two: CartaAI, WhatsApp, and what else is configured. Nothing may ever arrive here. */
  readonly elsewhere: Interposed;
  readonly logs: CapturedLogs;
  readonly personal: PersonalData;
  /** Another execution environment, with other settings. */
  lambda(settings?: Environment): WebhookLambda;
  /** What has arrived in sync.fifo since the last `reset`, in order. */
  queued(): Queued[];
  /** The contents of the messages among them. */
  contents(): string[];
  /** The batches that have been sent since the last `reset`, whatever became of them. */
  batches(): readonly SendBatch[];
  /** Decides what SQS does with each batch from now on; the number counts them from 1. */
  onBatch(decide: (batch: SendBatch, number: number) => Fault | undefined): void;
  /** The log entries since the last `reset`. */
  logged(): Record<string, unknown>[];
  counted(name: CountName, dimensions?: Readonly<Record<string, string>>): number;
  /** Ends all faults, forgets what was queued and counted, and starts the Lambda anew. People stay known. */
  reset(): void;
  stop(): Promise<void>;
}

const START = Date.parse("2026-05-04T12:00:00.000Z");

export async function startWebhookBench(settings: Environment = {}): Promise<WebhookBench> {
  const shutdown = createShutdown();
  const time = { now: START };
  const personal = new PersonalData();
  const logs = captureLogs();
  shutdown.add(async () => logs.release());
  const queue = await startQueue(time);
  shutdown.add(queue.stop);
  const tables = await startTables([IDENTITIES_TABLE, BUSINESSES_TABLE]);
  shutdown.add(tables.stop);
  await putBusinesses(tables.client, SAMPLE_BUSINESSES);
  const between = { dynamodb: await interpose(tables.endpoint), sqs: await interpose(queue.url) };
  const elsewhere = await interpose("http://127.0.0.1:9");
  for (const each of [between.dynamodb, between.sqs, elsewhere]) shutdown.add(each.stop);

  const environment = lambdaEnvironment(
    { WHATSAPP_APP_SECRET_PREVIOUS: "the-secret-before", ...settings },
    {
      sqs: between.sqs.url,
      dynamodb: between.dynamodb.url,
      syncQueue: `${between.sqs.url}/000000000000/${SYNC_QUEUE.name}`,
      syncDeadLetters: `${elsewhere.url}/000000000000/${SYNC_QUEUE.deadLetterName}`,
      cartaai: elsewhere.url,
      whatsapp: elsewhere.url,
    },
  );
  for (const secret of Object.values(LOCAL_SECRETS)) personal.add(secret);

  function lambda(over: Environment = {}): WebhookLambda {
    const handler = createHandler(createContainer({ ...environment, ...over }, () => time.now));
    const invoke = async (event: object, remaining = WEBHOOK.timeout * 1000) =>
      await handler(event as APIGatewayProxyEventV2, createContext("webhook", Date.now() + remaining));
    const request = (sent: HttpApiRequest, remaining?: number) => invoke(httpApiEvent(sent), remaining);
    return {
      ...{ request, invoke },
      async post(body, { appSecret = environment.WHATSAPP_APP_SECRET, headers, remaining, ...rest } = {}) {
        personal.addAllOf(body);
        const bytes = asBytes(body);
        const signed = { "x-hub-signature-256": sign(bytes, appSecret), ...headers };
        const { statusCode = 0 } = await request({ ...rest, body: bytes, headers: signed }, remaining);
        return statusCode;
      },
    };
  }

  let current = lambda();
  let printedBefore = 0;
  const logged = () => logs.entries().slice(printedBefore);
  return {
    ...{ tables, time, between, elsewhere, logs, personal, lambda, logged },
    ...queue.views,
    post: (body, delivery) => current.post(body, delivery),
    request: (request) => current.request(request),
    invoke: (event) => current.invoke(event),
    contents: () =>
      queue.views.queued().map(({ event }) => (event.type === "message" ? event.content : event.type)),
    counted: (name, dimensions) => counted(logged(), name, dimensions),
    reset() {
      for (const each of Object.values(between)) each.reset();
      queue.forget();
      current = lambda();
      printedBefore = logs.entries().length;
    },
    stop: shutdown.run,
  };
}

/** sync.fifo in the stand-in that tells partial failures apart, and whose messages can be seen without receiving them. */
async function startQueue(time: { readonly now: number }) {
  let before = 0;
  let batches: SendBatch[] = [];
  let decide: Parameters<WebhookBench["onBatch"]>[0] = () => undefined;
  const engine = new SqsEngine({
    clock: () => time.now,
    faults: (call) => {
      if (call.action !== "SendMessageBatch") return undefined;
      batches.push(call.request);
      return decide(call.request, batches.length);
    },
  });
  const client = createDirectClient(engine);
  await createQueues(client, SYNC_QUEUE);
  const { url, stop } = await startSqs(engine);
  const queueUrl = engine.queueUrl(SYNC_QUEUE.name);
  const views = {
    queued: (): Queued[] =>
      engine
        .messages(queueUrl)
        .slice(before)
        .map(({ body, groupId = "", deduplicationId = "" }) => ({
          event: parseSyncEvent(body),
          groupId,
          deduplicationId,
        })),
    batches: () => batches,
    onBatch: (next: typeof decide) => {
      decide = next;
    },
  };
  return {
    ...{ url, stop, views },
    forget() {
      before = engine.messages(queueUrl).length;
      batches = [];
      decide = () => undefined;
    },
  };
}

function asBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}
