interface Remembered<Value> {
  readonly key: string;
  readonly value: Value;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** How many forgotten places are left in the list before it is cut. */
const SLACK = 1024;

/** Remembers values by their keys for a fixed time. */
export class ExpiringIndex<Value> {
  readonly #lifetime: number;
  readonly #byKey = new Map<string, Remembered<Value>>();
  /** In order of time, so that what has to be forgotten is found without a search. */
  #inOrder: Remembered<Value>[] = [];
  #oldest = 0;

  /** @param lifetime milliseconds */
  constructor(lifetime: number) {
    this.#lifetime = lifetime;
  }

  get(key: string, now: number): Value | undefined {
    this.#forget(now);
    return this.#byKey.get(key)?.value;
  }

  set(key: string, value: Value, now: number): void {
    const remembered = { key, value, at: now };
    this.#byKey.set(key, remembered);
    this.#inOrder.push(remembered);
  }

  clear(): void {
    this.#byKey.clear();
    this.#inOrder = [];
    this.#oldest = 0;
  }

  #forget(now: number): void {
    for (;;) {
      const oldest = this.#inOrder[this.#oldest];
      if (oldest === undefined || now - oldest.at < this.#lifetime) break;
      this.#oldest += 1;
      // The key may have been set again since.
      if (this.#byKey.get(oldest.key) === oldest) this.#byKey.delete(oldest.key);
    }
    if (this.#oldest > SLACK && 2 * this.#oldest > this.#inOrder.length) {
      this.#inOrder = this.#inOrder.slice(this.#oldest);
      this.#oldest = 0;
    }
  }
}
