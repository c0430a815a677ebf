import type { Context } from "aws-lambda";
import { createContext } from "../../runtime/lambda-context.ts";
import { ExecutionEnvironment } from "./execution-environment.ts";
import type { FaultInjector } from "./fault-injector.ts";
import type { Simulation } from "./simulation.ts";

export type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

interface PoolOptions<Event, Result> {
  readonly name: string;
  /** Seconds. */
  readonly timeout: number;
  readonly coldStart: (environment: ExecutionEnvironment) => Handler<Event, Result>;
}

interface Warm<Event, Result> {
  readonly environment: ExecutionEnvironment;
  readonly handler: Handler<Event, Result>;
}

/** Lambda in simulated time: one invocation at a time in each environment, the last used one first. */
export class LambdaPool<Event, Result> {
  readonly #options: PoolOptions<Event, Result>;
  readonly #simulation: Simulation;
  readonly #faults: FaultInjector;
  readonly #idle: Warm<Event, Result>[] = [];

  constructor(options: PoolOptions<Event, Result>, simulation: Simulation, faults: FaultInjector) {
    this.#options = options;
    this.#simulation = simulation;
    this.#faults = faults;
  }

  /**
   * @throws {KilledError} when its process died, or its time was up
   * @throws whatever the handler threw
   */
  async invoke(event: Event): Promise<Result> {
    const { name, timeout } = this.#options;
    const { environment, handler } = this.#idle.pop() ?? this.#coldStart();
    const death = environment.begin();
    const deadline = this.#simulation.now() + timeout * 1000;
    const callOff = this.#simulation.after(timeout * 1000, () => environment.kill());
    const context = {
      ...createContext(name, 0),
      getRemainingTimeInMillis: () => deadline - this.#simulation.now(),
    };
    try {
      const result = await Promise.race([handler(event, context), death]);
      environment.invocation.clean = !environment.invocation.troubled;
      return result;
    } finally {
      callOff();
      if (environment.alive) this.#idle.push({ environment, handler });
    }
  }

  #coldStart(): Warm<Event, Result> {
    const environment = new ExecutionEnvironment(this.#simulation, this.#faults);
    return { environment, handler: this.#options.coldStart(environment) };
  }
}
