import { setImmediate } from "node:timers/promises";
import { type Deadline, DeadlineHeap } from "../../sqs/engine/deadline-heap.ts";

/** Noon of an ordinary day, epoch milliseconds. */
const START = Date.parse("2026-05-04T12:00:00.000Z");

/**
 * Time that passes only when nothing is left to be done: hours of waiting cost no more than milliseconds. What runs in
 * it may await promises, this time's own pauses, and work that is announced by `busy`; nothing else, or it would not
 * be waited for.
 */
export class Simulation {
  /** Epoch milliseconds. */
  #now = START;
  #busy = 0;
  #onIdle: () => void = () => undefined;
  #steps = 0;
  /** What calls each off. */
  readonly #timeouts = new WeakMap<AbortSignal, () => void>();
  readonly #agenda = new DeadlineHeap<() => void>();

  /** Hears what happens, if somebody wants to know. */
  onEvent: ((at: string, what: string) => void) | undefined;

  now = (): number => this.#now;

  /** Tells what happens now. */
  tell(what: () => string): void {
    this.onEvent?.(new Date(this.#now).toISOString().slice(5, -1), what());
  }

  /** Counts up with each call: tells what came before what, also within one millisecond. */
  step(): number {
    this.#steps += 1;
    return this.#steps;
  }

  /** Has something done after so many milliseconds. @returns what calls it off */
  after(milliseconds: number, act: () => void): () => void {
    let due: Deadline<() => void> | undefined = this.#agenda.add(
      this.#now + Math.max(0, milliseconds),
      () => {
        due = undefined;
        act();
      },
    );
    return () => {
      if (due !== undefined) this.#agenda.remove(due);
      due = undefined;
    };
  }

  pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void this.after(milliseconds, resolve));

  /** A pause that ends early when the signal is aborted. */
  wait = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const callOff = this.after(milliseconds, resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    callOff();
  };

  /** Like AbortSignal.timeout. */
  timeoutSignal = (milliseconds: number): AbortSignal => {
    const controller = new AbortController();
    const abort = () => controller.abort(new DOMException("timed out", "TimeoutError"));
    this.#timeouts.set(controller.signal, this.after(milliseconds, abort));
    return controller.signal;
  };

  /** Nobody needs this signal of a timeout any more: that it would still be aborted is an eighth of all that happens. */
  forget(signal: AbortSignal): void {
    this.#timeouts.get(signal)?.();
  }

  /** Time stands still until this is done. */
  async busy<Result>(work: Promise<Result>): Promise<Result> {
    this.#busy += 1;
    try {
      return await work;
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) this.#onIdle();
    }
  }

  /**
   * Goes on until nothing is on the agenda, or the time has come.
   *
   * @param until epoch milliseconds
   */
  async run(until = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      await this.#settle();
      const next = this.#agenda.first;
      if (next === undefined || next.at > until) return;
      this.#agenda.remove(next);
      this.#now = next.at;
      next.item();
    }
  }

  /** Until all promises that can go on have gone on, and nothing is busy. */
  async #settle(): Promise<void> {
    await setImmediate();
    while (this.#busy > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
      await setImmediate();
    }
  }
}
