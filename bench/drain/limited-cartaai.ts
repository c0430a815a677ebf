import { CartaAIRetryableError } from "../../functions/cartaai/errors.ts";
import type { Transport } from "../../functions/cartaai/transport.ts";
import type { Simulation } from "../../local/faults/world/simulation.ts";

export interface LimitedCartaAIOptions {
  /** Milliseconds from a call to its answer. */
  readonly latency: number;
  /** Calls a second that it takes, once it is back. */
  readonly rate: number;
  /** Epoch milliseconds. */
  readonly awayFrom: number;
  readonly backAt: number;
}

/** A second's worth at most is saved up. */
const SAVED_SECONDS = 1;
const DAY = 24 * 60 * 60 * 1000;

/** CartaAI in simulated time: away for a while, and then it takes so many calls a second and answers 429 to the rest. */
export class LimitedCartaAI {
  readonly #simulation: Simulation;
  readonly #options: LimitedCartaAIOptions;
  #allowance: number;
  #allowedAt = 0;
  /** Calls that were taken, by the second in which they were; epoch seconds. */
  readonly taken = new Map<number, number>();
  refused = 0;

  constructor(simulation: Simulation, options: LimitedCartaAIOptions) {
    this.#simulation = simulation;
    this.#options = options;
    this.#allowance = options.rate * SAVED_SECONDS;
  }

  call: Transport = async (operation, { sessionId = "session" }) => {
    const { latency, awayFrom, backAt } = this.#options;
    const now = this.#simulation.now();
    if (awayFrom <= now && now < backAt)
      throw new CartaAIRetryableError("ECONNREFUSED", { operation, outcome: "refused" });
    const isTaken = now < awayFrom || this.#take(now);
    await this.#simulation.pause(latency);
    if (!isTaken) throw tooMany(operation);
    const expiresAt = new Date(this.#simulation.now() + DAY).toISOString();
    return { data: { sessionId, isActive: true, expiresAt }, confirmed: true };
  };

  #take(now: number): boolean {
    const { rate } = this.#options;
    const earned = ((now - this.#allowedAt) / 1000) * rate;
    this.#allowance = Math.min(rate * SAVED_SECONDS, this.#allowance + earned);
    this.#allowedAt = now;
    if (this.#allowance < 1) {
      this.refused += 1;
      return false;
    }
    this.#allowance -= 1;
    const second = Math.floor(now / 1000);
    this.taken.set(second, (this.taken.get(second) ?? 0) + 1);
    return true;
  }
}

function tooMany(operation: string): CartaAIRetryableError {
  return new CartaAIRetryableError("answered 429", {
    ...{ operation, outcome: "refused", status: 429, enveloped: true, retryAfter: 1 },
  });
}
