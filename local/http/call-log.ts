/** A call that a stand-in received. */
export interface RecordedCall {
  /** Counts calls from 1, in order of arrival. */
  readonly sequence: number;
  /** ISO 8601, by the stand-in's clock. */
  readonly at: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The header x-correlation-id. */
  readonly correlationId?: string;
  /** The kinds of the faults that this call met. */
  readonly faults: readonly string[];
  /** Missing until an answer has been sent; so also when none ever was. */
  readonly status?: number;
}

type OpenCall = { -readonly [Key in keyof RecordedCall]: RecordedCall[Key] };

/** The most recent calls, in order of arrival. */
export class CallLog {
  readonly #limit: number;
  readonly #onCall: (call: RecordedCall) => void;
  #calls: OpenCall[] = [];
  #received = 0;

  /**
   * @param limit how many calls are kept
   * @param onCall told of each call at its arrival, and again once its status is known
   */
  constructor(limit: number, onCall: (call: RecordedCall) => void = () => undefined) {
    this.#limit = limit;
    this.#onCall = onCall;
  }

  /** Records a call at its arrival. The result is told the status once there is one. */
  record(call: Omit<RecordedCall, "sequence" | "status">): (status: number) => void {
    this.#received += 1;
    const open: OpenCall = { sequence: this.#received, ...call };
    this.#calls.push(open);
    // Trimmed in large steps, so that a call costs the same however many are kept.
    if (this.#calls.length >= 2 * this.#limit) this.#calls = this.#calls.slice(-this.#limit);
    this.#onCall({ ...open });
    return (status) => {
      open.status = status;
      this.#onCall({ ...open });
    };
  }

  list(): RecordedCall[] {
    return this.#calls.slice(-this.#limit).map((call) => ({ ...call }));
  }
}
