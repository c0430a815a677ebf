import type { FaultInjector } from "./fault-injector.ts";
import type { Simulation } from "./simulation.ts";

/** The process of a Lambda is gone; nobody hears of what it was doing. */
export class KilledError extends Error {
  override readonly name = "KilledError";
}

/** One run of a handler. */
export interface Invocation {
  /** It ended by itself, and nothing that it wrote down was in doubt. */
  clean: boolean;
  troubled: boolean;
}

/**
 * The process that a Lambda runs in, as far as it can die: everything that it does outside itself passes here. Once it
 * is dead nothing that it still tries takes effect, and nothing ever returns to it.
 */
export class ExecutionEnvironment {
  readonly #simulation: Simulation;
  readonly #faults: FaultInjector;
  #alive = true;
  #onDeath: () => void = () => undefined;
  invocation: Invocation = { clean: false, troubled: false };

  constructor(simulation: Simulation, faults: FaultInjector) {
    this.#simulation = simulation;
    this.#faults = faults;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Begins an invocation. @returns what rejects if the process dies during it */
  begin(): Promise<never> {
    this.invocation = { clean: false, troubled: false };
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.#onDeath = () => reject(new KilledError("killed"));
    return promise;
  }

  kill(): void {
    this.#simulation.tell(() => "a Lambda is killed");
    this.#alive = false;
    this.#onDeath();
  }

  /**
   * Does something outside the process. It may die before, with no effect, or after, without hearing of the effect.
   *
   * @param milliseconds how long it takes to get there
   */
  async pass<Result>(milliseconds: number, act: () => Promise<Result>): Promise<Result> {
    if (!this.#alive) return never();
    const fault = this.#faults.next("lambda");
    if (fault !== undefined) this.#faults.struck(fault);
    if (fault !== undefined && fault.variant < 0.5) this.kill();
    else await this.#simulation.pause(milliseconds);
    if (!this.#alive) return never();
    const [outcome] = await Promise.allSettled([act()]);
    if (fault !== undefined) this.kill();
    if (!this.#alive) return never();
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }
}

function never(): Promise<never> {
  return new Promise<never>(() => undefined);
}
