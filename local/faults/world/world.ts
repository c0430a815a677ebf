import type { ReplayRequest } from "../../../functions/replay/request.ts";
import type { ReplayResult } from "../../../functions/replay/results.ts";
import { SYNC_QUEUE } from "../../../lib/resources.ts";
import { addMessage } from "../../cartaai/conversation-changes.ts";
import { createQueues } from "../../queues/create-queues.ts";
import { lambdaEnvironment } from "../../runtime/lambda-environment.ts";
import { seededIds } from "../../sqs/engine/ids.ts";
import { SqsEngine } from "../../sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../sqs/protocol/direct-client.ts";
import { identifiersOfPerson } from "../plan/identifiers.ts";
import type { Interference, Plan } from "../plan/plan.ts";
import { AS_DEPLOYED, type Wiring } from "../safeguards/wiring.ts";
import { Agent } from "./agent.ts";
import { SimulatedCartaAI } from "./cartaai.ts";
import { type DeadLetter, toDeadLetters } from "./dead-letter.ts";
import { startDynamoDB } from "./dynamodb.ts";
import { FaultInjector } from "./fault-injector.ts";
import { WorldLambdas } from "./lambdas.ts";
import { Mapping } from "./mapping.ts";
import { Meta } from "./meta.ts";
import { Said } from "./said.ts";
import { Simulation } from "./simulation.ts";
import { sqsFaults } from "./sqs-faults.ts";

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
  readonly said = new Said();
  readonly #plan: Plan;
  readonly #engine: SqsEngine;
  readonly #queues: { readonly queue: string; readonly deadLetters: string };
  #lambdas: WorldLambdas | undefined;

  private constructor(plan: Plan, engine: SqsEngine, simulation: Simulation, faults: FaultInjector) {
    this.#plan = plan;
    this.#engine = engine;
    this.simulation = simulation;
    this.faults = faults;
    this.cartaai = new SimulatedCartaAI(simulation, faults, plan.outages);
    this.#queues = {
      queue: engine.queueUrl(SYNC_QUEUE.name),
      deadLetters: engine.queueUrl(SYNC_QUEUE.deadLetterName),
    };
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
    await createQueues(sqs, SYNC_QUEUE);
    hasBegun = true;
    const world = new World(plan, engine, simulation, faults);
    const shared = { simulation, faults, cartaai: world.cartaai, sqs, dynamodb: await startDynamoDB() };
    world.#begin(new WorldLambdas(shared, world.#environment(), wiring, world.said, plan.seed));
    return world;
  }

  /** Messages that are still in the queue. */
  get waiting(): number {
    const { available, inFlight, delayed } = this.#engine.inspect(this.#queues.queue);
    return available + inFlight + delayed;
  }

  /** What is in the dead-letter queue, in order. */
  deadLetters(): DeadLetter[] {
    return this.#engine.messages(this.#queues.deadLetters).flatMap(toDeadLetters);
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
    return lambdaEnvironment(
      {},
      {
        sqs: "http://sqs.invalid",
        dynamodb: "http://dynamodb.invalid",
        syncQueue: this.#queues.queue,
        syncDeadLetters: this.#queues.deadLetters,
        cartaai: "http://cartaai.invalid",
        whatsapp: "http://whatsapp.invalid",
      },
    );
  }

  #begin(lambdas: WorldLambdas): void {
    this.#lambdas = lambdas;
    const { simulation, faults, said } = this;
    const onReceived = said.received.bind(said);
    new Mapping(this.#engine, this.#queues.queue, lambdas.sync(), simulation, faults, onReceived);
    const agent = new Agent(simulation, faults, said, (process) => lambdas.publisherIn(process));
    const meta = new Meta(lambdas.webhook(), simulation, faults, said, (item) => agent.answer(item));
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
