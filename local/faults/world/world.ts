import type { ReplayRequest } from "../../../functions/replay/request.ts";
import type { ReplayResult } from "../../../functions/replay/results.ts";
import { type QueueSettings, SYNC_QUEUE, TURNS_QUEUE, TURNS_TABLE } from "../../../lib/resources.ts";
import { addMessage } from "../../cartaai/conversation-changes.ts";
import { createQueues, queueArn } from "../../queues/create-queues.ts";
import { lambdaEnvironment } from "../../runtime/lambda-environment.ts";
import { seededIds } from "../../sqs/engine/ids.ts";
import { SqsEngine } from "../../sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../sqs/protocol/direct-client.ts";
import { identifiersOfPerson } from "../plan/identifiers.ts";
import type { Interference, Plan } from "../plan/plan.ts";
import { AS_DEPLOYED, type Wiring } from "../safeguards/wiring.ts";
import { Agent } from "./agent.ts";
import { Bot } from "./bot.ts";
import { SimulatedCartaAI } from "./cartaai.ts";
import { type DeadLetter, toDeadLetters } from "./dead-letter.ts";
import { MIRROR_TABLES, startDynamoDB } from "./dynamodb.ts";
import { FaultInjector } from "./fault-injector.ts";
import { WorldLambdas } from "./lambdas.ts";
import { Mapping } from "./mapping.ts";
import { Meta } from "./meta.ts";
import { ADDRESSES } from "./outside.ts";
import { Said } from "./said.ts";
import { Simulation } from "./simulation.ts";
import { sqsFaults } from "./sqs-faults.ts";
import { SimulatedWhatsApp } from "./whatsapp.ts";

/** What somebody else writes at CartaAI begins so. */
export const FOREIGN = "[staff] ";

/**
 * The whole system in simulated time: the real Lambdas, real stores, the stand-ins, and everything that a plan has go
 * wrong.
 */
export class World {
  readonly simulation: Simulation;
  readonly faults: FaultInjector;
  readonly cartaai: SimulatedCartaAI;
  readonly whatsapp: SimulatedWhatsApp;
  readonly bot: Bot;
  readonly said = new Said();
  readonly #plan: Plan;
  readonly #engine: SqsEngine;
  /** When each turn was queued first, epoch milliseconds. */
  readonly turnsQueuedAt = new Map<string, number>();
  #lambdas: WorldLambdas | undefined;
  readonly #mappings: Mapping[] = [];

  private constructor(plan: Plan, engine: SqsEngine, simulation: Simulation, faults: FaultInjector) {
    this.#plan = plan;
    this.#engine = engine;
    this.simulation = simulation;
    this.faults = faults;
    this.cartaai = new SimulatedCartaAI(simulation, faults, plan.outages);
    this.whatsapp = new SimulatedWhatsApp(simulation, faults);
    this.bot = new Bot(simulation, faults, plan);
  }

  /** A world in which everything that was planned is about to happen. */
  static async create(plan: Plan, wiring: Wiring = AS_DEPLOYED): Promise<World> {
    const simulation = new Simulation();
    const faults = new FaultInjector(plan.faults);
    const strike = sqsFaults(faults);
    let hasBegun = false;
    const engine = new SqsEngine({
      clock: simulation.now,
      newId: seededIds(plan.seed),
      faults: (call) => (hasBegun ? strike(call) : undefined),
    });
    const sqs = createDirectClient(engine, { wait: simulation.wait });
    for (const settings of queuesOf(plan)) await createQueues(sqs, settings);
    hasBegun = true;
    const world = new World(plan, engine, simulation, faults);
    const { cartaai, whatsapp, bot } = world;
    const dynamodb = await startDynamoDB(plan.hasBot ? [...MIRROR_TABLES, TURNS_TABLE] : MIRROR_TABLES);
    const shared = { simulation, faults, cartaai, whatsapp, bot, sqs, dynamodb };
    world.#begin(new WorldLambdas(shared, world.#environment(), wiring, world.said, plan.seed));
    return world;
  }

  /** Messages that are still in a queue. */
  get waiting(): number {
    const queues = queuesOf(this.#plan).map(({ name }) => this.#engine.inspect(this.#engine.queueUrl(name)));
    return queues.reduce((sum, { available, inFlight, delayed }) => sum + available + inFlight + delayed, 0);
  }

  /** Hashes of the first messages of turns that WhatsApp did not take a reply of. */
  get notSaid(): ReadonlySet<string> {
    return this.#lambdas?.notSaid ?? new Set();
  }

  /** What is in the dead-letter queue, in order. */
  deadLetters(): DeadLetter[] {
    return this.#lettersIn(SYNC_QUEUE);
  }

  /** Messages that got no answer. */
  turnLetters(): DeadLetter[] {
    return this.#plan.hasBot ? this.#lettersIn(TURNS_QUEUE) : [];
  }

  #lettersIn({ deadLetterName }: QueueSettings): DeadLetter[] {
    const isMoved = (id: string) => this.#mappings.some(({ moved }) => moved.has(id));
    const views = this.#engine.messages(this.#engine.queueUrl(deadLetterName));
    return views.flatMap((view) => toDeadLetters(view, isMoved));
  }

  /**
   * Has AWS's own redrive move all dead letters of a queue back, as they are, and lets time pass until nothing is left to
   * be done.
   *
   * @param until epoch milliseconds
   */
  async redrive({ name, deadLetterName }: QueueSettings, until: number): Promise<void> {
    this.simulation.tell(() => `AWS moves ${deadLetterName} back`);
    const [SourceArn, DestinationArn] = [queueArn(deadLetterName), queueArn(name)];
    this.#engine.perform("StartMessageMoveTask", { SourceArn, DestinationArn });
    await this.simulation.run(until);
  }

  /**
   * Does with the dead letters what `npm run replay` does, and lets time pass until nothing is left to be done.
   *
   * @param until epoch milliseconds
   * @returns undefined when the replay itself failed or was killed
   */
  async replay(request: ReplayRequest, until: number): Promise<ReplayResult | undefined> {
    let result: ReplayResult | undefined;
    this.#lambdas?.replay(request).then(
      (ended) => {
        result = ended;
      },
      // A fault that the command tells its operator of, who will try again.
      (error: unknown) => this.simulation.tell(() => `replay: failed, ${String(error)}`),
    );
    await this.simulation.run(until);
    return result;
  }

  #environment() {
    const url = (name: string) => this.#engine.queueUrl(name);
    return lambdaEnvironment(
      { AGENT: "http", AGENT_URL: ADDRESSES.bot, AGENT_SECRET: "local-agent-secret" },
      {
        sqs: "http://sqs.invalid",
        dynamodb: "http://dynamodb.invalid",
        syncQueue: url(SYNC_QUEUE.name),
        syncDeadLetters: url(SYNC_QUEUE.deadLetterName),
        ...(this.#plan.hasBot && {
          turnsQueue: url(TURNS_QUEUE.name),
          turnsDeadLetters: url(TURNS_QUEUE.deadLetterName),
        }),
        cartaai: ADDRESSES.cartaai,
        whatsapp: ADDRESSES.whatsapp,
      },
    );
  }

  #begin(lambdas: WorldLambdas): void {
    this.#lambdas = lambdas;
    const { simulation, faults, said } = this;
    const onReceived = said.received.bind(said);
    this.#mappings.push(
      new Mapping(SYNC_QUEUE, this.#engine, lambdas.sync(), simulation, faults, onReceived),
    );
    if (this.#plan.hasBot) {
      const onTurn = (id: string, _: string, sentAt: number) => {
        this.turnsQueuedAt.set(id, Math.min(sentAt, this.turnsQueuedAt.get(id) ?? sentAt));
      };
      this.#mappings.push(
        new Mapping(TURNS_QUEUE, this.#engine, lambdas.agent(), simulation, faults, onTurn),
      );
    }
    const agent = new Agent(simulation, faults, said, (process) => lambdas.publisherIn(process));
    const meta = new Meta(lambdas.webhook(), simulation, faults, said, {
      onWritten: ({ as }) => this.whatsapp.wrote(as),
      onAccepted: (item) => void (this.#plan.hasBot || agent.answer(item)),
    });
    for (const [index, planned] of this.#plan.webhooks.entries()) meta.plan(planned, index);
    for (const planned of this.#plan.interferences) this.#planInterference(planned);
  }

  #planInterference({ at, person, messages }: Interference): void {
    this.simulation.after(at, () => {
      const own = new Set(identifiersOfPerson(this.#plan, person));
      const { state } = this.cartaai;
      this.simulation.tell(() => `somebody else writes ${messages} messages to person ${person}`);
      const sessions = state.conversations().filter(({ userId }) => own.has(userId));
      for (const { sessionId } of sessions) {
        for (let each = 0; each < messages; each++) state.write(sessionId, addMessage("bot", FOREIGN + each));
      }
    });
  }
}

function queuesOf({ hasBot }: Plan): readonly QueueSettings[] {
  return hasBot ? [SYNC_QUEUE, TURNS_QUEUE] : [SYNC_QUEUE];
}
