import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Business } from "../../functions/businesses/business.ts";
import { SUBSCRIBED_FIELDS, SYNC_QUEUE, TURNS_QUEUE, WEBHOOK } from "../../lib/resources.ts";
import { LOOPBACK } from "../http/loopback.ts";
import { waitUntilEmpty } from "../queues/backlog.ts";
import type { SqsEngine } from "../sqs/engine/sqs-engine.ts";
import { putBusinesses } from "../tables/put-businesses.ts";
import type { EventSourceSettings } from "./event-source-mapping.ts";
import type { Page } from "./http-api.ts";
import { notFound } from "./http-api-result.ts";
import { startFront, startMapping } from "./invocation-sources.ts";
import { type Environment, lambdaEnvironment } from "./lambda-environment.ts";
import { agentLambda, syncLambda, webhookLambda } from "./lambdas.ts";
import { localPages } from "./local-pages.ts";
import { NO_OBSERVER, observed, type SystemObserver } from "./observer.ts";
import { SAMPLE_BUSINESSES } from "./sample-businesses.ts";
import { type Services, startServices } from "./services.ts";
import { createShutdown, type Shutdown } from "./shutdown.ts";
import { startStores } from "./stores.ts";

export interface SystemOptions {
  /** 0, the default, for any free one. */
  readonly ports?: { readonly front?: number; readonly cartaai?: number; readonly whatsapp?: number };
  /** Registered in the businesses table. Default: the sample restaurants. */
  readonly businesses?: readonly Business[];
  /**
   * Variables of the Lambdas, over the local defaults. `CARTAAI_API_BASE_URL` and `WHATSAPP_GRAPH_BASE_URL` replace
   * the stand-in by what they point to.
   */
  readonly environment?: Environment;
  /** Epoch milliseconds: the time that the Lambdas and the stand-ins go by. */
  readonly clock?: () => number;
  /** Milliseconds that stopping waits for the queues to become empty. Default 0. */
  readonly drainOnStop?: number;
  /** Told of what happens outside of every request: an invocation that failed, a queue left full. Default: stderr. */
  readonly onError?: (error: unknown) => void;
  /** Watches from outside. Default nobody. */
  readonly observer?: SystemObserver;
  /** Makes what the front serves besides the webhook, once everything else runs. */
  readonly mount?: (system: System) => Mounted;
}

/** What is served at every address that is neither the webhook's nor a local page's. */
export interface Mounted {
  readonly page: Page;
  /** Ends what would keep connections open. */
  stop(): Promise<void>;
}

/** The whole system, running in this process. */
export interface System extends Services {
  /** A real service's address is as it was given; the others have no slash at their end. */
  readonly addresses: Services["addresses"] & { readonly front: string; readonly webhook: string };
  readonly queues: Readonly<Record<"sync" | "syncDeadLetters" | "turns" | "turnsDeadLetters", string>>;
  readonly sqs: SQSClient;
  /** For looking into the queues without receiving from them. */
  readonly queueEngine: SqsEngine;
  readonly dynamodb: DynamoDBClient;
  readonly businesses: readonly Business[];
  /** What invokes the Lambdas for queued messages. */
  readonly eventSources: readonly EventSourceSettings[];
  /** What the Lambdas were given, secrets included. */
  readonly environment: ReturnType<typeof lambdaEnvironment>;
  /**
   * Waits until neither turns.fifo nor sync.fifo holds anything, waiting or in flight.
   *
   * @param timeout milliseconds, default 60 000
   * @throws {QueueNotEmptyError} when it still holds something then
   */
  waitUntilIdle(timeout?: number): Promise<void>;
  /** Finishes what is being handled, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts stores, stand-ins, Lambdas and what invokes them.
 *
 * @throws {PortUnavailableError} when a port cannot be had; nothing is left running then
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const shutdown = createShutdown();
  try {
    return await start(options, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(options: SystemOptions, shutdown: Shutdown): Promise<System> {
  const { businesses = SAMPLE_BUSINESSES, environment: given = {}, clock = Date.now } = options;
  const { observer = NO_OBSERVER, mount } = options;
  const { drainOnStop = 0, onError = (error: unknown) => console.error(error) } = options;
  const ports = { front: 0, cartaai: 0, whatsapp: 0, ...options.ports };

  const { queues, tables, secrets } = await startStores(shutdown, observer);
  const services = await startServices({ ports, given, businesses, clock, observer }, shutdown);
  await putBusinesses(tables.client, businesses);

  const sync = queues.queueUrl(SYNC_QUEUE.name);
  const syncDeadLetters = queues.queueUrl(SYNC_QUEUE.deadLetterName);
  const turns = queues.queueUrl(TURNS_QUEUE.name);
  const turnsDeadLetters = queues.queueUrl(TURNS_QUEUE.deadLetterName);
  const environment = lambdaEnvironment(given, {
    sqs: queues.endpoint,
    dynamodb: tables.endpoint,
    secretsManager: secrets.endpoint,
    syncQueue: sync,
    syncDeadLetters,
    turnsQueue: turns,
    turnsDeadLetters,
    ...services.addresses,
  });
  const mappings = [
    { queue: SYNC_QUEUE, queueUrl: sync, lambda: observed(syncLambda(environment, clock), observer) },
    { queue: TURNS_QUEUE, queueUrl: turns, lambda: observed(agentLambda(environment, clock), observer) },
  ];
  const running = mappings.map((each) => startMapping(queues.client, { ...each, onError }));
  for (const { stop } of running) shutdown.add(stop);
  // What is queued becomes a turn, and a turn becomes events: empty in this order, both stay empty.
  const waitUntilIdle = async (timeout: number) => {
    const deadline = Date.now() + timeout;
    for (const queueUrl of [turns, sync])
      await waitUntilEmpty(queues.client, queueUrl, deadline - Date.now());
  };
  if (drainOnStop > 0) shutdown.add(() => waitUntilIdle(drainOnStop).catch(onError));
  let mounted: Mounted | undefined;
  const pages = localPages(services.addresses, mount === undefined);
  const webhook = observed(webhookLambda(environment, clock), observer);
  const other: Page = (request, response) =>
    mounted === undefined ? notFound(response) : mounted.page(request, response);
  const api = await startFront(ports.front, { webhook, pages, other, onError });
  shutdown.add(api.stop);

  const front = `http://${LOOPBACK}:${api.port}`;
  services.whatsapp?.configureApp({
    subscription: { callbackUrl: front + WEBHOOK.path, fields: SUBSCRIBED_FIELDS },
  });
  const system: System = {
    ...services,
    addresses: { ...services.addresses, front, webhook: front + WEBHOOK.path },
    queues: { sync, syncDeadLetters, turns, turnsDeadLetters },
    sqs: queues.client,
    queueEngine: queues.engine,
    dynamodb: tables.client,
    businesses,
    eventSources: running.map(({ settings }) => settings),
    environment,
    waitUntilIdle: (timeout = 60_000) => waitUntilIdle(timeout),
    stop: shutdown.run,
  };
  mounted = mount?.(system);
  if (mounted) shutdown.add(mounted.stop);
  return system;
}
