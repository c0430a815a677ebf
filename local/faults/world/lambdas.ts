import * as agent from "../../../functions/agent/container.ts";
import { createHandler as createAgentHandler } from "../../../functions/agent/create-handler.ts";
import { createConversationRecords } from "../../../functions/dead-letters/conversation-records.ts";
import { QUEUE_KINDS } from "../../../functions/dead-letters/queue-kinds.ts";
import { replay } from "../../../functions/replay/replay.ts";
import type { ReplayRequest } from "../../../functions/replay/request.ts";
import type { ReplayResult } from "../../../functions/replay/results.ts";
import * as sync from "../../../functions/sync/container.ts";
import { createHandler as createSyncHandler } from "../../../functions/sync/create-handler.ts";
import {
  createSyncEventPublisher,
  type SyncEventPublisher,
} from "../../../functions/sync-events/publisher.ts";
import * as webhook from "../../../functions/webhook/container.ts";
import { createHandler as createWebhookHandler } from "../../../functions/webhook/create-handler.ts";
import { SYNC_QUEUE, TURNS_QUEUE, WEBHOOK } from "../../../lib/resources.ts";
import type { lambdaEnvironment } from "../../runtime/lambda-environment.ts";
import { Random } from "../random.ts";
import type { Wiring } from "../safeguards/wiring.ts";
import { agentTelemetry } from "./agent-telemetry.ts";
import { ExecutionEnvironment } from "./execution-environment.ts";
import { LambdaPool } from "./lambda-pool.ts";
import { outsideOf, type Shared } from "./outside.ts";
import { originOf, type Said } from "./said.ts";

/** The Lambdas of one world, in the containers that are deployed. */
export class WorldLambdas {
  readonly #shared: Shared;
  readonly #environment: ReturnType<typeof lambdaEnvironment>;
  readonly #wiring: Wiring;
  readonly #said: Said;
  readonly #jitter: Random;
  /** Hashes of the first messages of turns that had something that could not be said, as the agent logs them. */
  readonly notSaid = new Set<string>();

  constructor(
    shared: Shared,
    environment: ReturnType<typeof lambdaEnvironment>,
    wiring: Wiring,
    said: Said,
    seed: string,
  ) {
    this.#shared = shared;
    this.#environment = environment;
    this.#wiring = wiring;
    this.#said = said;
    this.#jitter = new Random(`jitter ${seed}`);
  }

  webhook() {
    const { simulation, faults } = this.#shared;
    return new LambdaPool(
      { name: "webhook", timeout: WEBHOOK.timeout, coldStart: (process) => this.#webhookHandler(process) },
      simulation,
      faults,
    );
  }

  sync() {
    const { simulation, faults } = this.#shared;
    const { timeout } = SYNC_QUEUE.consumer;
    return new LambdaPool(
      { name: "sync", timeout, coldStart: (process) => this.#syncHandler(process) },
      simulation,
      faults,
    );
  }

  agent() {
    const { simulation, faults } = this.#shared;
    const { timeout } = TURNS_QUEUE.consumer;
    return new LambdaPool(
      { name: "agent", timeout, coldStart: (process) => this.#agentHandler(process) },
      simulation,
      faults,
    );
  }

  /** The real publisher, and a note of what goes through it. */
  publisherIn(process: ExecutionEnvironment): SyncEventPublisher {
    const outside = outsideOf(process, this.#shared);
    const queueUrl = this.#environment.SYNC_QUEUE_URL;
    const real = createSyncEventPublisher(outside.sqs, queueUrl);
    const publisher = this.#wiring.publisher(real, outside.sqs, queueUrl);
    return {
      publish: async (events) => {
        for (const event of events) this.#said.published(event);
        await publisher.publish(events);
        const step = this.#shared.simulation.step();
        for (const event of events) this.#said.accepted(event.id, step);
      },
    };
  }

  /** What `npm run replay` does, in a process that may be killed like any other. */
  replay(request: ReplayRequest): Promise<ReplayResult> {
    const { simulation, faults } = this.#shared;
    const outside = outsideOf(new ExecutionEnvironment(simulation, faults), this.#shared);
    const environment = this.#environment;
    const kind = QUEUE_KINDS[request.queue];
    return replay(request, {
      sqs: outside.sqs,
      queue: {
        kind,
        url: environment[kind.queueUrl] ?? "",
        deadLettersUrl: environment[kind.deadLettersUrl] ?? "",
      },
      records: createConversationRecords(
        outside.dynamodb,
        { sessions: environment.SESSIONS_TABLE, identities: environment.IDENTITIES_TABLE },
        outside.pause,
      ),
      log: (message, fields) => simulation.tell(() => `replay: ${message} ${JSON.stringify(fields)}`),
      onProgress: () => undefined,
      signal: new AbortController().signal,
      clock: simulation.now,
      pause: simulation.pause,
    });
  }

  #webhookHandler(process: ExecutionEnvironment) {
    const { simulation } = this.#shared;
    const outside = outsideOf(process, this.#shared);
    const dependencies = webhook.createContainer(this.#environment, simulation.now, outside);
    return createWebhookHandler(
      this.#wiring.webhook({ ...dependencies, publisher: this.publisherIn(process) }),
    );
  }

  #agentHandler(process: ExecutionEnvironment) {
    const { simulation } = this.#shared;
    const telemetry = agentTelemetry((hash) => this.notSaid.add(hash));
    const outside = { ...outsideOf(process, this.#shared), telemetry: () => telemetry };
    const dependencies = agent.createContainer(this.#environment, simulation.now, outside);
    const publisher = this.publisherIn(process);
    const events: SyncEventPublisher = {
      publish: async (all) => {
        const step = simulation.step();
        for (const { id } of all) {
          const { turn, source, index } = originOf(id);
          this.#said.begin(id, this.#said.find(turn).person, source, index, step);
        }
        await publisher.publish(all);
      },
    };
    return createAgentHandler(this.#wiring.agent({ ...dependencies, events, random: this.#jitter.next }));
  }

  #syncHandler(process: ExecutionEnvironment) {
    const { simulation } = this.#shared;
    const outside = outsideOf(process, this.#shared);
    const dependencies = sync.createContainer(this.#environment, simulation.now, outside);
    const handler = createSyncHandler(this.#wiring.sync({ ...dependencies, random: this.#jitter.next }));
    const { batch } = this.#wiring;
    return (...[event, context]: Parameters<typeof handler>) => handler(batch(event), context);
  }
}
